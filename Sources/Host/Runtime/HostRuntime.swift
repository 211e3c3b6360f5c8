public import ConnectorKit
import Crypto
import Foundation
import Markup
public import Store

/// The host with its configuration applied: what commands, and later the daemon, work with.
public struct HostRuntime: Sendable {
    public let configuration: Configuration
    public let registry: ProviderRegistry
    public let store: Store
    let outside: Outside

    /// Opens the store of a configuration and brings it in line with the files: they are the truth.
    ///
    /// - Throws: ``StoreError``.
    public static func open(
        _ configuration: Configuration, registry: ProviderRegistry, outside: Outside
    ) async throws(StoreError) -> HostRuntime {
        let host = configuration.host
        let store = try Store(
            directory: host.dataDirectory, environment: host.environment.rawValue,
            plainText: { Markup.plainText(of: $0) })
        let runtime = HostRuntime(
            configuration: configuration, registry: registry, store: store, outside: outside)
        try await runtime.reconcile()
        return runtime
    }

    /// The connections of the configured deployments, each with the deployments that share it.
    ///
    /// - Parameters:
    ///   - group: only connections that this group uses.
    ///   - provider: only connections of this provider.
    public func connections(group: String? = nil, provider: String? = nil) async throws(StoreError)
        -> [ConfiguredConnection]
    {
        let salt = try await store.salt { outside.randomText() }
        var found: [ConfiguredConnection] = []
        for deployment in configuration.groups.flatMap(\.deployments) where deployment.enabled {
            if let provider, deployment.provider != provider { continue }
            guard let module = registry[deployment.provider] else { continue }
            let key = Self.key(deployment, salt: salt)
            if let index = found.firstIndex(where: { $0.key == key }) {
                found[index].deployments.append(deployment)
                continue
            }
            let id = try await store.connection(provider: deployment.provider, key: key)
            found.append(
                ConfiguredConnection(
                    id: id, key: key, provider: module, settings: deployment.settings, deployments: [deployment]))
        }
        guard let group else { return found }
        return found.filter { $0.deployments.contains { $0.group == group } }
    }

    /// Records every configured deployment, applies rules that changed since they were last applied, and
    /// archives the courses of deployments that are no longer configured.
    func reconcile() async throws(StoreError) {
        let salt = try await store.salt { outside.randomText() }
        var stored = try await store.deployments()
        for deployment in configuration.groups.flatMap(\.deployments) {
            let connection = try await store.connection(
                provider: deployment.provider, key: Self.key(deployment, salt: salt))
            let index = stored.firstIndex { $0.group == deployment.group && $0.provider == deployment.provider }
            var known = index.map { stored.remove(at: $0) }
            if known?.connection != connection {
                known = try await store.deploy(
                    provider: deployment.provider, group: deployment.group, over: connection)
            }
            guard let known, known.applied != deployment.rule.fingerprint else { continue }
            try await apply(deployment.rule, to: known)
        }
        let gone = ArchiveRule(filters: Filters(), enabled: false)
        for deployment in stored where deployment.applied != gone.fingerprint {
            try await apply(gone, to: deployment)
        }
    }

    @discardableResult
    func apply(_ rule: ArchiveRule, to deployment: Deployment) async throws(StoreError) -> StandingChanges {
        try await store.apply({ rule.reasons(for: $0) }, to: deployment, applied: rule.fingerprint)
    }

    /// The stored deployment of a configured one.
    public func stored(_ deployment: DeploymentConfiguration) async throws(StoreError) -> Deployment? {
        try await store.deployments().first {
            $0.group == deployment.group && $0.provider == deployment.provider
        }
    }

    /// Equal for equal settings, and salted, so that it tells nothing of a secret.
    private static func key(_ deployment: DeploymentConfiguration, salt: String) -> String {
        let settings = deployment.settings
        var hash = SHA256()
        func add(_ text: String) {
            hash.update(data: Data("\(text.utf8.count):".utf8))
            hash.update(data: Data(text.utf8))
        }
        add(salt)
        add(deployment.provider)
        for (name, value) in settings.plain.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(value)
        }
        for name in settings.secretNames {
            add(name)
            add(settings.secret(name)?.reveal() ?? "")
        }
        return hash.finalize().map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}

/// A connection and the deployments that share it, as configured.
public struct ConfiguredConnection: Sendable {
    public let id: ConnectionID
    let key: String
    public let provider: any Provider
    public let settings: Settings
    public internal(set) var deployments: [DeploymentConfiguration]
}

extension DeploymentConfiguration {
    /// The archive rule this deployment asks for.
    public var rule: ArchiveRule { ArchiveRule(filters: filters, enabled: enabled) }
}
