package import ConfigurationFiles
package import ConnectorKit
package import Foundation
package import Model
package import Store

/// What every run shares: the configuration in force, the store, and what comes from outside the process.
package struct RunContext: Sendable {
    package let configuration: Configuration
    package let registry: ProviderRegistry
    package let store: Store
    package let environment: HostEnvironment

    package init(
        _ configuration: Configuration, registry: ProviderRegistry, store: Store,
        environment: HostEnvironment
    ) {
        self.configuration = configuration
        self.registry = registry
        self.store = store
        self.environment = environment.using(configuration.host.network)
    }

    /// The same with another configuration, for edited files.
    package func with(_ configuration: Configuration) -> RunContext {
        RunContext(configuration, registry: registry, store: store, environment: environment)
    }

    /// The same over another store, for a rehearsal.
    package func with(_ store: Store) -> RunContext {
        RunContext(configuration, registry: registry, store: store, environment: environment)
    }

    /// Whether the store is the copy of a rehearsal, so that nothing may be sent to anybody.
    package var isRehearsal: Bool { store.isCopy }

    /// Whether results reach people and services without being asked for (rule E3).
    package var isProduction: Bool { configuration.host.environment == .production }

    package var now: Date { environment.now() }

    // MARK: - Connections

    /// The connections of the deployments that are switched on; those with equal settings share one.
    package func connections(group: String? = nil, provider: String? = nil) -> [ConfiguredConnection] {
        configuration.connections(of: registry, group: group, provider: provider)
    }

    /// What secrets and keys are derived with; it never leaves the store.
    package func salt() async throws(StoreError) -> String {
        try await store.salt { environment.randomText() }
    }

    /// The store's id of a connection.
    package func id(of connection: ConfiguredConnection) async throws(StoreError) -> ConnectionID {
        try await store.connection(
            provider: connection.provider.descriptor.id, key: connection.key(salt: try await salt()))
    }

    /// The store's ids of connections, in their order.
    package func ids(of connections: [ConfiguredConnection]) async throws(StoreError) -> [ConnectionID] {
        let salt = try await salt()
        return try await store.connections(
            connections.map { ($0.provider.descriptor.id, $0.key(salt: salt)) })
    }

    /// The provider and the groups it serves, for messages.
    ///
    /// - Parameter groups: the ids of the groups that are named; nil: all.
    package func name(of connection: ConfiguredConnection, in groups: [String]? = nil) -> String {
        let ids = groups ?? connection.deployments.map(\.group)
        let names = ids.map { configuration.group($0)?.name ?? $0 }
        return "\(connection.provider.descriptor.id) for \(names.joined(separator: ", "))"
    }

    /// The stored deployment of a configured one.
    package func stored(_ deployment: DeploymentConfiguration) async throws(StoreError) -> Deployment? {
        try await store.deployments().first {
            $0.group == deployment.group && $0.provider == deployment.provider
        }
    }

    // MARK: - Leases

    /// Takes a lease, and waits for it if necessary.
    ///
    /// - Parameter waiting: called once, before the wait.
    package func lease(_ name: String, waiting: @Sendable () -> Void) async throws(StoreError) -> Lease {
        var isWaiting = false
        while true {
            if let lease = try store.lease(name) { return lease }
            if !isWaiting { waiting() }
            isWaiting = true
            if Task.isCancelled { throw .busy("\(name): interrupted while another process was at work") }
            try? await environment.clock.sleep(for: .milliseconds(100))
        }
    }
}
