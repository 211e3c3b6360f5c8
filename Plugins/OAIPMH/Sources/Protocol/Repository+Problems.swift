import ConnectorKit

extension Repository {
    /// Returns problems of settings that have the right type but cannot work.
    static func problems(in settings: Settings) -> [SettingProblem] {
        let repository = Repository(settings)
        return [
            addressProblem(repository.url), setProblem(repository.set), prefixProblem(repository.prefix),
            credentialsProblem(settings),
        ].compactMap(\.self)
    }

    /// A base URL has a host and optionally a port and a path (OAI-PMH 2.0 section 3.1.1). Many have a query as
    /// well, such as `?page=oai`; only the protocol's own arguments in it are a mistake (rule O10).
    private static func addressProblem(_ url: String) -> SettingProblem? {
        func problem(_ found: some StringProtocol, _ right: some StringProtocol) -> SettingProblem {
            SettingProblem(
                setting: "url",
                message: """
                    url holds "\(found.prefix(40))"; the repository's base URL alone was expected: \(right)
                    """)
        }
        if let mark = url.firstIndex(of: "#") { return problem(url[mark...], url[..<mark]) }
        guard let mark = url.firstIndex(of: "?") else { return nil }
        let arguments = url[url.index(after: mark)...].split(separator: "&")
        let wrong = arguments.filter { protocolArguments.contains(String($0.prefix { $0 != "=" })) }
        guard !wrong.isEmpty else { return nil }
        let own = arguments.filter { !wrong.contains($0) }.joined(separator: "&")
        return own.isEmpty
            ? problem(url[mark...], url[..<mark])
            : problem(wrong.joined(separator: "&"), "\(url[...mark])\(own)")
    }

    private static let protocolArguments: Set<String> = [
        "verb", "from", "until", "set", "metadataPrefix", "resumptionToken", "identifier",
    ]

    /// Repositories list sets with other characters than OAI-PMH 2.0 section 2.7.2 allows. Whether there is such
    /// a set is for the repository to say; but none has white space in its setSpec.
    private static func setProblem(_ set: String?) -> SettingProblem? {
        guard let set, set.contains(where: \.isWhitespace) else { return nil }
        return SettingProblem(
            setting: "set",
            message: "set \"\(set.prefix(40))\" holds white space; a setSpec such as law:civil was expected")
    }

    /// Both halves of Basic authentication are needed, and a colon would end the user's name (RFC 7617).
    private static func credentialsProblem(_ settings: Settings) -> SettingProblem? {
        let (user, password) = (settings["user"], settings.secret("password"))
        if user != nil, password == nil {
            return SettingProblem(setting: "user", message: "user is set; password was expected as well")
        }
        if user == nil, password != nil {
            return SettingProblem(setting: "password", message: "password is set; user was expected as well")
        }
        guard let user, user.contains(":") else { return nil }
        return SettingProblem(
            setting: "user", message: "user holds a colon, which Basic authentication cannot send")
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
