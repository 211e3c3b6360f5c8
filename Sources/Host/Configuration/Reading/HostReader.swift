import ConnectorKit
import Foundation

extension HostConfiguration {
    private static let keys = SectionKeys(
        names: [
            "environment", "data", "providers", "timezone", "default_provider", "http", "retention", "lms",
        ],
        mayHoldSecrets: true)

    /// Fills in what `tributary.yaml` says; every mistake goes to `check`, its key keeps the default.
    ///
    /// - Returns: the provider directory as the file writes it.
    mutating func read(
        _ root: YAMLNode, directory: URL, registry: ProviderRegistry, check: inout FileCheck
    ) -> String? {
        let start = root.span.lowerBound..<root.span.lowerBound
        guard let section = check.section(root, name: "the file", place: start, Self.keys) else { return nil }
        if let entry = section["environment"],
            let text = check.choice(entry, of: Environment.allCases.map(\.rawValue)),
            let value = Environment(rawValue: text)
        {
            environment = value
        }
        if let entry = section["data"], let path = check.path(entry) {
            dataDirectory =
                URL(filePath: path, directoryHint: .isDirectory, relativeTo: directory).absoluteURL
        }
        let providers = section["providers"].flatMap { check.path($0) }
        if let providers {
            providersDirectory =
                URL(filePath: providers, directoryHint: .isDirectory, relativeTo: directory).absoluteURL
        }
        if let entry = section["timezone"], let zone = check.timezone(entry) { timezone = zone }
        if let entry = section["default_provider"], let id = check.defaultProvider(entry, registry) {
            defaultProvider = id
        }
        if let entry = section["http"] { readHTTP(entry, &check) }
        if let entry = section["retention"] { readRetention(entry, &check) }
        if let entry = section["lms"] { readPlatform(entry, &check) }
        return providers
    }

    private mutating func readHTTP(_ entry: Section.Entry, _ check: inout FileCheck) {
        let keys = SectionKeys(names: ["listen", "public_url"])
        guard let section = check.section(entry, keys) else { return }
        if let entry = section["listen"] {
            let expected = "HOST:PORT such as 127.0.0.1:8360"
            if let address = check.value(entry, expected: expected, ListenAddress.init) { listen = address }
        }
        if let entry = section.given("public_url"), let url = check.address(entry) {
            publicURL = ConfiguredAddress.withoutTrailingSlash(url)
        }
    }

    private mutating func readRetention(_ entry: Section.Entry, _ check: inout FileCheck) {
        guard let section = check.section(entry, SectionKeys(names: ["runs", "events"])) else { return }
        if let entry = section["runs"], let time = check.duration(entry, least: "1d") {
            retention.runs = time
        }
        if let entry = section["events"], let time = check.duration(entry, least: "1d") {
            retention.events = time
        }
    }
}

extension FileCheck {
    /// A path that is not empty.
    fileprivate mutating func path(_ entry: Section.Entry) -> String? {
        value(entry, expected: "a path") { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 }
    }

    fileprivate mutating func timezone(_ entry: Section.Entry) -> TimeZone? {
        let expected = "an offset such as \"+01:00\" or a name such as Europe/Paris"
        guard let text = text(entry, expected: expected) else { return nil }
        if let zone = WrittenTimeZone.timezone(text.value) { return zone }
        let near = text.referenced ? nil : nearest(text.value, among: WrittenTimeZone.names)
        let hint = near.map { "did you mean \"\($0)\"?" } ?? "\(expected) was expected"
        reportValue(entry, text, "timezone is \(text.shown); \(hint)", suggestion: near)
        return nil
    }

    fileprivate mutating func defaultProvider(_ entry: Section.Entry, _ registry: ProviderRegistry) -> String?
    {
        guard let text = text(entry, expected: "the id of a provider") else { return nil }
        if registry[text.value] != nil { return text.value }
        reportProvider(
            text.value, shown: text.shown, at: text.node.span, registry, hidden: text.referenced)
        return nil
    }
}
