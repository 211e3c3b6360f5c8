import ConnectorKit
import Foundation

/// Reads one per-group provider configuration file.
struct GroupReader {
    let registry: ProviderRegistry
    /// Nil where the host's file does not say rightly, so that nothing is asked that may not be due.
    let platform: HostConfiguration.Platform?

    private static let keys = SectionKeys(
        names: ["group", "name", "admin", "providers"], mayHoldSecrets: true)

    /// A group as far as it could be read, and where its id stands.
    struct Reading {
        var id: (text: String, node: YAMLNode)?
        var group: GroupConfiguration?
    }

    func read(_ root: YAMLNode?, file: URL, check: inout FileCheck) -> Reading {
        let start = root?.span.lowerBound ?? check.source.start
        guard let root else {
            check.report(
                .missing, at: start..<start, "the file is empty; group: and providers: were expected")
            return Reading()
        }
        guard let section = check.section(root, name: "the file", place: start..<start, Self.keys) else {
            return Reading()
        }
        let id = check.required("group", in: section, expected: "the id of the group") { groupID(&$0, $1) }
        let name = section.given("name").flatMap { check.filledText($0) }
        let admin = admin(section, &check)
        let deployments = deployments(section, group: id?.text ?? "", &check)
        guard let id else { return Reading() }
        return Reading(
            id: id,
            group: GroupConfiguration(
                id: id.text, name: name ?? id.text, admin: admin, file: file, shownFile: check.name,
                deployments: deployments))
    }

    private func groupID(_ check: inout FileCheck, _ entry: Section.Entry) -> (text: String, node: YAMLNode)?
    {
        var expected = "an id without white space"
        if case .threeSixtyLearning = platform {
            expected = "a 360Learning group id of 24 hexadecimal digits"
        }
        let text = check.value(entry, expected: expected) { text -> String? in
            if case .threeSixtyLearning = platform {
                return text.utf8.count == 24 && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text : nil
            }
            let isPlain = text.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
            }
            return isPlain && !text.isEmpty ? text : nil
        }
        return text.map { ($0, entry.value) }
    }

    private func admin(_ section: Section, _ check: inout FileCheck) -> String? {
        if let entry = section.given("admin") { return check.email(entry) }
        if case .threeSixtyLearning = platform {
            check.reportMissing(
                "admin", in: section, expected: "the e-mail address of a 360Learning administrator")
        }
        return nil
    }

    private func deployments(
        _ section: Section, group: String, _ check: inout FileCheck
    ) -> [DeploymentConfiguration] {
        let keys = SectionKeys(names: nil, mayHoldSecrets: true)
        guard let entry = section["providers"], let providers = check.section(entry, keys) else { return [] }
        return providers.names.compactMap { id in
            guard let entry = providers[id] else { return nil }
            guard let provider = registry[id] else {
                check.mask(entry.value)
                check.reportProvider(id, shown: "\"\(id)\"", at: entry.key, registry)
                return nil
            }
            return DeploymentReader(provider: provider, group: group).read(entry, &check)
        }
    }
}
