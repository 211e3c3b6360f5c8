import ConnectorKit
import Foundation
import Model

/// What `tributary.yaml` may hold (rule K1).
struct HostKeys: Sendable {
    let environment = Key(
        "environment", .environment, default: .text("production"),
        help: "production; or test: nothing runs by itself, nothing is delivered.")
    let data = Key("data", .path, default: .text("data"), help: "Directory of the store and of secrets.")
    let store = Key(
        "store", .store, default: .text(StoreKeys.file),
        help: "sqlite: a file in `data`; or a PostgreSQL database.")
    let providers = Key(
        "providers", .path, default: .text("providers"), help: "Directory with one file for each group.")
    let timezone = Key(
        "timezone", .timezone, default: .text("+01:00"),
        help: "A fixed offset or a name such as Europe/Paris; schedules are read in it.")
    let defaultProvider: Key<String>
    let http = Key("http", .section(HTTPKeys().section), help: "How the host is reached.")
    let retention = Key("retention", .section(RetentionKeys().section), help: "How long records are kept.")
    let network = Key("network", .section(NetworkKeys().section), help: "How services are reached.")
    let lms: Key<HostConfiguration.Platform>

    init(registry: ProviderRegistry) {
        defaultProvider = Key(
            "default_provider", .provider(registry),
            help: "The provider meant wherever a command, a request or a form names none.")
        let others = registry.platforms.map { ", or a \($0.descriptor.displayName) platform" }.joined()
        lms = Key(
            "lms", .platform(registry), default: .text(PlatformKeys.workspace),
            help: "Where results go: the built-in workspace\(others).")
    }

    var section: SectionKeys {
        SectionKeys(
            declared: [
                environment.declaration, data.declaration, store.declaration, providers.declaration,
                timezone.declaration,
                defaultProvider.declaration, http.declaration, retention.declaration, network.declaration,
                lms.declaration,
            ], mayHoldSecrets: true)
    }
}

/// What `http:` may hold.
struct HTTPKeys: Sendable {
    let listen = Key(
        "listen", .listen, default: .text("127.0.0.1:8360"), help: "Where connections are accepted.")
    let publicURL = Key(
        "public_url", .address(), mayBeEmpty: true,
        help: "What providers call back; webhooks are registered only when it is set.")

    var section: SectionKeys { SectionKeys(declared: [listen.declaration, publicURL.declaration]) }
}

/// What `retention:` may hold.
struct RetentionKeys: Sendable {
    let runs = Key("runs", .duration(least: "1d"), default: .text("90d"), help: "Of runs, such as 90d.")
    let events = Key("events", .duration(least: "1d"), default: .text("30d"), help: "Of events, such as 30d.")

    var section: SectionKeys { SectionKeys(declared: [runs.declaration, events.declaration]) }
}

extension ValueForm where Value == HostConfiguration.Environment {
    fileprivate static var environment: ValueForm {
        ValueForm<String>.choice(Value.allCases.map(\.rawValue)).map(Value.init(rawValue:))
    }
}

extension ValueForm where Value == ListenAddress {
    fileprivate static var listen: ValueForm {
        ValueForm(.text(matching: ":[0-9]{1,5}$"), .reference) { check, entry in
            check.value(entry, expected: "HOST:PORT such as 127.0.0.1:8360", ListenAddress.init)
        }
    }
}

extension ValueForm where Value == TimeZone {
    fileprivate static var timezone: ValueForm {
        ValueForm(
            .text(matching: "^([A-Za-z][A-Za-z0-9_+/-]*|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"), .reference
        ) { check, entry in
            let expected = "an offset such as \"+01:00\" or a name such as Europe/Paris"
            guard let text = check.text(entry, expected: expected) else { return nil }
            if let zone = WrittenTimeZone.timezone(text.value) { return zone }
            let near = text.referenced ? nil : nearest(text.value, among: WrittenTimeZone.names)
            let hint = near.map { "did you mean \"\($0)\"?" } ?? "\(expected) was expected"
            check.reportValue(entry, text, "timezone is \(text.shown); \(hint)", suggestion: near)
            return nil
        }
    }
}

extension ValueForm where Value == String {
    /// The id of a provider that is built in.
    fileprivate static func provider(_ registry: ProviderRegistry) -> ValueForm {
        ValueForm(.choice(registry.providers.map(\.descriptor.id)), .reference) { check, entry in
            guard let text = check.text(entry, expected: "the id of a provider") else { return nil }
            if registry[text.value] != nil { return text.value }
            check.reportProvider(
                text.value, shown: text.shown, at: text.node.span, registry, hidden: text.referenced)
            return nil
        }
    }
}
