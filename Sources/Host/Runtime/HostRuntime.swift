package import ConfigurationFiles
package import ConnectorKit
package import Delivery
package import Foundation
package import Model
package import Push
package import Runtime
package import Store
package import Sync
package import Webhooks

/// The host with one configuration applied: its services, and what is about all of them.
package struct HostRuntime: Sendable {
    package let context: RunContext
    package let catalog: CatalogService
    package let statistics: StatisticsService
    package let push: PushService
    package let delivery: DeliveryService
    package let webhooks: WebhookService

    package var configuration: Configuration { context.configuration }
    package var registry: ProviderRegistry { context.registry }
    package var store: Store { context.store }
    package var now: Date { context.now }
    package var clock: any Clock<Duration> { context.environment.clock }

    init(_ context: RunContext) {
        self.context = context
        statistics = StatisticsService(context)
        catalog = CatalogService(context, statistics)
        push = PushService(context)
        delivery = DeliveryService(context)
        webhooks = WebhookService(context, catalog: catalog, statistics: statistics)
    }

    /// Opens the store of a configuration and applies the files, which are the truth.
    ///
    /// - Parameter serves: whether this process is to be the one that serves the store: then no other may be.
    /// - Throws: ``StoreError``.
    package static func open(
        _ configuration: Configuration, registry: ProviderRegistry, environment: HostEnvironment,
        serves: Bool = false
    ) async throws(StoreError) -> HostRuntime {
        let runtime = try HostRuntime(over: configuration, registry: registry, environment: environment)
        if serves { try await runtime.store.serve() }
        try await runtime.reconcile()
        try await runtime.closeInterruptedRuns()
        return runtime
    }

    /// Opens the store of a configuration, and leaves it as it is.
    package init(
        over configuration: Configuration, registry: ProviderRegistry, environment: HostEnvironment
    ) throws(StoreError) {
        let host = configuration.host
        let store = try Store.open(
            at: host.storePlace, directory: host.dataDirectory, environment: host.environment.rawValue,
            plainText: Self.plainText)
        self.init(RunContext(configuration, registry: registry, store: store, environment: environment))
    }

    /// Marks the runs whose process is gone: nobody holds their lease any more.
    private func closeInterruptedRuns() async throws(StoreError) {
        for (connection, company) in try await store.openRuns() {
            let name = connection == .every ? DeliveryService.leaseName(company) : connection.name
            guard let lease = try store.lease(name) else { continue }
            try await store.under(lease).closeRuns(of: connection, subject: company, at: now)
            lease.release()
        }
    }

    /// Records every configured deployment, applies rules that changed since they were last applied, and
    /// archives the courses of deployments that are no longer configured.
    ///
    /// - Returns: what that changed, by deployment.
    @discardableResult
    func reconcile() async throws(StoreError) -> [Deployment.ID: StandingChanges] {
        var changes: [Deployment.ID: StandingChanges] = [:]
        let salt = try await context.salt()
        var stored = try await store.deployments()
        try checkThatGroupsAreThere(stored)
        let connections = try await store.connections(
            configuration.deployments.map {
                ($0.provider, ConfiguredConnection.key($0.provider, $0.settings, salt: salt))
            })
        for (deployment, connection) in zip(configuration.deployments, connections) {
            let index = stored.firstIndex {
                $0.group == deployment.group && $0.provider == deployment.provider
            }
            var known = index.map { stored.remove(at: $0) }
            if known?.connection != connection {
                known = try await store.deploy(
                    provider: deployment.provider, group: deployment.group, over: connection)
            }
            if let known, known.tags != deployment.tags {
                try await store.setTagSync(deployment.tags, of: known)
            }
            guard let known, known.applied != deployment.rule.fingerprint else { continue }
            if deployment.enabled, ArchiveRule(fingerprint: known.applied)?.enabled != true {
                try await store.recordEnabled(known, at: now)
            }
            changes[known.id] = try await catalog.apply(deployment.rule, to: known)
        }
        let gone = ArchiveRule(filters: Filters(), enabled: false)
        for deployment in stored where deployment.applied != gone.fingerprint {
            changes[deployment.id] = try await catalog.apply(gone, to: deployment)
        }
        try await statistics.applyToNewCourses()
        return changes
    }

    /// A directory that is not mounted must not pass for a decision to take every group out.
    private func checkThatGroupsAreThere(_ stored: [Deployment]) throws(StoreError) {
        let directory = configuration.host.providersDirectory.path
        guard !stored.isEmpty, configuration.groups.isEmpty,
            !FileManager.default.fileExists(atPath: directory)
        else { return }
        throw .mismatch(
            "\(directory): there is no such directory, and the store knows \(stored.count) deployments; nothing was archived. Bring it back, or make it empty to take all of them out"
        )
    }
}

extension DeploymentConfiguration {
    /// The archive rule this deployment asks for.
    package var rule: ArchiveRule { ArchiveRule(filters: filters, enabled: enabled, echo: echo) }
}
