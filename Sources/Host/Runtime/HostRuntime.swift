public import ConnectorKit
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

    /// The stored deployment of a configured one.
    public func stored(_ deployment: DeploymentConfiguration) async throws(StoreError) -> Deployment? {
        try await store.deployments().first {
            $0.group == deployment.group && $0.provider == deployment.provider
        }
    }

    /// Records every configured deployment, applies rules that changed since they were last applied, and
    /// archives the courses of deployments that are no longer configured.
    private func reconcile() async throws(StoreError) {
        let salt = try await store.salt { outside.randomText() }
        var stored = try await store.deployments()
        for deployment in configuration.deployments {
            let connection = try await store.connection(
                provider: deployment.provider,
                key: ConfiguredConnection.key(deployment.provider, deployment.settings, salt: salt))
            let index = stored.firstIndex {
                $0.group == deployment.group && $0.provider == deployment.provider
            }
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
        try await store.apply(rule.standing, to: deployment)
    }

    /// The store's id of a connection.
    func id(of connection: ConfiguredConnection) async throws(StoreError) -> ConnectionID {
        let salt = try await store.salt { outside.randomText() }
        return try await store.connection(
            provider: connection.provider.descriptor.id, key: connection.key(salt: salt))
    }
}

extension DeploymentConfiguration {
    /// The archive rule this deployment asks for.
    public var rule: ArchiveRule { ArchiveRule(filters: filters, enabled: enabled) }
}
