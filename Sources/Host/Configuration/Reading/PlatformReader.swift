import ConnectorKit

extension HostConfiguration {
    /// The name of the built-in platform and of the real one, as `lms:` writes them.
    private static let workspace = "workspace"
    private static let threeSixtyLearning = "360learning"

    /// Reads `lms:`, either the word `workspace` or a mapping that holds `360learning:`.
    mutating func readPlatform(_ entry: Section.Entry, _ check: inout FileCheck) {
        let names = [Self.workspace, Self.threeSixtyLearning]
        if entry.value.text != nil {
            guard let name = check.choice(entry, of: names), name != Self.workspace else { return }
            check.report(
                .wrongType, at: entry.value.span,
                "lms is \"\(name)\"; a mapping \(name): with url, client_id and client_secret was expected",
                offending: name)
            return
        }
        let keys = SectionKeys(
            names: [Self.threeSixtyLearning], mayHoldSecrets: true, unknown: { "unknown LMS \"\($0)\"" })
        guard let section = check.section(entry, keys) else { return }
        guard let entry = section[Self.threeSixtyLearning] else {
            if section.names.isEmpty {
                check.report(
                    .missing, at: section.place, "lms has no value; workspace or 360learning: was expected")
            }
            return
        }
        readThreeSixtyLearning(entry, &check)
    }

    private mutating func readThreeSixtyLearning(_ entry: Section.Entry, _ check: inout FileCheck) {
        let keys = SectionKeys(
            names: ["url", "client_id", "client_secret", "default_language"], secrets: ["client_secret"],
            mayHoldSecrets: true)
        guard let section = check.section(entry, keys) else { return }
        let url = check.required("url", in: section, expected: "the URL of the platform") {
            $0.address($1, originOnly: true)
        }
        let id = check.required("client_id", in: section, expected: "text") { $0.filledText($1) }
        let secret = check.required("client_secret", in: section, expected: "text") { $0.filledText($1) }
        let language = section.given("default_language").flatMap { check.language($0) } ?? LanguageTag("en")
        guard let url, let id, let secret, let language else { return }
        platform = .threeSixtyLearning(
            ThreeSixtyLearning(
                url: ConfiguredAddress.withoutTrailingSlash(url), clientID: id, clientSecret: Secret(secret),
                defaultLanguage: language))
    }
}
