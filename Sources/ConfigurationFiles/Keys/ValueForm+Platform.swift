import ConnectorKit

extension ValueForm where Value == HostConfiguration.Platform {
    /// Either the word `workspace` or a mapping that holds `360learning:`.
    static var platform: ValueForm {
        ValueForm(.choice([PlatformKeys.workspace]), .reference, PlatformKeys().section.schema) {
            check, entry in
            entry.value.text == nil ? platform(entry, &check) : word(entry, &check)
        }
    }

    private static func word(
        _ entry: Section.Entry, _ check: inout FileCheck
    ) -> HostConfiguration.Platform? {
        let names = [PlatformKeys.workspace, PlatformKeys.threeSixtyLearning]
        guard let name = check.choice(entry, of: names) else { return nil }
        guard name != PlatformKeys.workspace else { return .workspace }
        check.report(
            .wrongType, at: entry.value.span,
            "lms is \"\(name)\"; a mapping \(name): with url, client_id and client_secret was expected",
            offending: name)
        return nil
    }

    private static func platform(
        _ entry: Section.Entry, _ check: inout FileCheck
    ) -> HostConfiguration.Platform? {
        let keys = PlatformKeys()
        guard let section = check.section(entry, keys.section) else { return nil }
        guard section[PlatformKeys.threeSixtyLearning] != nil else {
            if section.names.isEmpty {
                check.report(
                    .missing, at: section.place, "lms has no value; workspace or 360learning: was expected")
            }
            return nil
        }
        return section[keys.threeSixtyLearning.name].flatMap { keys.threeSixtyLearning.form.read(&check, $0) }
            .flatMap { threeSixtyLearning($0, &check) }
    }

    private static func threeSixtyLearning(
        _ section: Section, _ check: inout FileCheck
    ) -> HostConfiguration.Platform? {
        let keys = ThreeSixtyLearningKeys()
        let url = check.value(keys.url, in: section)
        let id = check.value(keys.clientID, in: section)
        let secret = check.value(keys.clientSecret, in: section)
        let language = check.value(keys.defaultLanguage, in: section) ?? LanguageTag("en")
        guard let url, let id, let secret, let language else { return nil }
        return .threeSixtyLearning(
            .init(url: url, clientID: id, clientSecret: Secret(secret), defaultLanguage: language))
    }
}
