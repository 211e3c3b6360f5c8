import ConnectorKit

extension Repository {
    /// Returns problems of settings that have the right type but cannot work.
    static func problems(in settings: Settings) -> [SettingProblem] {
        let repository = Repository(settings)
        return [addressProblem(repository.url), setProblem(repository.set), prefixProblem(repository.prefix)]
            .compactMap { $0 }
    }

    /// A base URL has a host and optionally a port and a path, nothing else (OAI-PMH 2.0 section 3.1.1).
    private static func addressProblem(_ url: String) -> SettingProblem? {
        if let mark = url.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            return SettingProblem(
                setting: "url",
                message: """
                    url holds "\(url[mark...].prefix(40))"; the repository's base URL alone was expected: \
                    \(url[..<mark])
                    """)
        }
        return nil
    }

    /// OAI-PMH 2.0 section 2.7.2: unreserved URI characters, with colons between levels.
    private static func setProblem(_ set: String?) -> SettingProblem? {
        guard let set else { return nil }
        let parts = set.split(separator: ":", omittingEmptySubsequences: false)
        if parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isUnreserved) }) { return nil }
        return SettingProblem(
            setting: "set",
            message: """
                set "\(set.prefix(40))" is no setSpec; letters, digits and -_.!~*'() were expected, \
                with colons between the levels
                """)
    }

    private static func prefixProblem(_ prefix: String) -> SettingProblem? {
        if !prefix.isEmpty, prefix.allSatisfy(isUnreserved), MetadataFormat(prefix: prefix) != nil {
            return nil
        }
        return SettingProblem(
            setting: "metadata_prefix",
            message: """
                metadata_prefix "\(prefix.prefix(40))" is neither Dublin Core, such as oai_dc, \
                nor LOM, such as oai_lom; only these can be read
                """)
    }

    private static func isUnreserved(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.!~*'()".contains(character))
    }
}
