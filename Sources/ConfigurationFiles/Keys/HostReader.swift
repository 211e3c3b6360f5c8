import ConnectorKit
import Foundation

extension HostConfiguration {
    /// Fills in what `tributary.yaml` says; every mistake goes to `check`, its key keeps the default.
    ///
    /// - Returns: the provider directory as the file writes it.
    mutating func read(
        _ root: YAMLNode, directory: URL, registry: ProviderRegistry, check: inout FileCheck
    ) -> String? {
        let keys = HostKeys(registry: registry)
        let start = root.span.lowerBound..<root.span.lowerBound
        guard let section = check.section(root, name: "the file", place: start, keys.section) else {
            return nil
        }
        func folder(_ path: String) -> URL {
            URL(filePath: path, directoryHint: .isDirectory, relativeTo: directory).absoluteURL
        }
        if let value = check.value(keys.environment, in: section) { environment = value }
        if let path = check.value(keys.data, in: section) { dataDirectory = folder(path) }
        if case .database(let named)? = check.value(keys.store, in: section) { database = named }
        let providers = check.value(keys.providers, in: section)
        if let providers { providersDirectory = folder(providers) }
        if let zone = check.value(keys.timezone, in: section) { timezone = zone }
        if let id = check.value(keys.defaultProvider, in: section) { defaultProvider = id }
        if let section = check.value(keys.http, in: section) { readHTTP(section, &check) }
        if let section = check.value(keys.retention, in: section) { readRetention(section, &check) }
        if let section = check.value(keys.network, in: section) { network.read(section, &check) }
        if let platform = check.value(keys.lms, in: section) { self.platform = platform }
        return providers
    }

    private mutating func readHTTP(_ section: Section, _ check: inout FileCheck) {
        let keys = HTTPKeys()
        if let address = check.value(keys.listen, in: section) { listen = address }
        if let url = check.value(keys.publicURL, in: section) {
            publicURL = ConfiguredAddress.withoutTrailingSlash(url)
        }
    }

    private mutating func readRetention(_ section: Section, _ check: inout FileCheck) {
        let keys = RetentionKeys()
        if let time = check.value(keys.runs, in: section) { retention.runs = time }
        if let time = check.value(keys.events, in: section) { retention.events = time }
    }
}
