import ConnectorKit
import Foundation

/// Reads one per-group provider configuration file.
struct GroupReader {
    let registry: ProviderRegistry
    /// Nil if the host's file does not say rightly, so that nothing is asked that may not be due.
    let platform: HostConfiguration.Platform?

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
        let keys = GroupKeys(registry: registry, platform: platform)
        guard let section = check.section(root, name: "the file", place: start..<start, keys.section) else {
            return Reading()
        }
        let id = check.value(keys.group, in: section)
        let name = check.value(keys.name, in: section)
        let admin = check.value(keys.admin, in: section)
        let providers = check.value(keys.providers, in: section)
        let deployments = providers.map { read($0, group: id?.text ?? "", &check) } ?? []
        guard let id else { return Reading() }
        return Reading(
            id: id,
            group: GroupConfiguration(
                id: id.text, name: name ?? id.text, admin: admin, file: file, shownFile: check.name,
                deployments: deployments))
    }

    private func read(
        _ providers: Section, group: String, _ check: inout FileCheck
    ) -> [DeploymentConfiguration] {
        var integrations: [String: String] = [:]
        return providers.names.compactMap { id in
            guard let entry = providers[id] else { return nil }
            guard let provider = registry[id] else {
                check.mask(entry.value)
                check.reportProvider(id, shown: "\"\(id)\"", at: entry.key, registry)
                return nil
            }
            let deployment = DeploymentReader(provider: provider, group: group).read(entry, &check)
            if let deployment { checkName(of: deployment, provider, in: entry, &integrations, &check) }
            return deployment
        }
    }

    /// A platform tells the integrations of a group apart by their names (rule D7), and what the test environment
    /// delivers by the end of its name (rule E8).
    ///
    /// - Parameter taken: the names so far, and the providers they are of.
    private func checkName(
        of deployment: DeploymentConfiguration, _ provider: any Provider, in entry: Section.Entry,
        _ taken: inout [String: String], _ check: inout FileCheck
    ) {
        let descriptor = provider.descriptor
        let name = deployment.integrationName(of: descriptor)
        let written = entry.value.entry("integration")?.value.entry("name")?.value
        if let written, name.lowercased().trimmingCharacters(in: .whitespaces).hasSuffix("(test)") {
            check.report(
                .invalidValue, at: written.span,
                "integration.name is \"\(name)\"; the test environment adds (test) by itself, and no other name "
                    + "ends in it", offending: name)
        }
        guard let other = taken[name] else {
            taken[name] = descriptor.id
            return
        }
        check.report(
            .invalidValue, at: deployment.integration?.name == nil ? entry.key : written?.span ?? entry.key,
            "the integration of \(descriptor.id) is called \"\(name)\" like that of \(other); "
                + "another integration.name was expected", offending: name)
    }
}
