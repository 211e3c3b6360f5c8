package import ConfigurationFiles
package import ConnectorKit
package import Foundation
import Markup
package import Model
package import Store

/// The host with its configuration applied: what commands, and later the daemon, work with.
package struct HostRuntime: Sendable {
    package let configuration: Configuration
    package let registry: ProviderRegistry
    package let store: Store
    let outside: Outside

    /// Whether this is the host of a rehearsal, whose store goes with it: nobody outside is to be told of it.
    var isRehearsal: Bool { store.isCopy }

    /// The host's time and clock, for those who work with it.
    package var now: Date { outside.now() }
    package var clock: any Clock<Duration> { outside.clock }

    /// Opens the store of a configuration and brings it in line with the files: they are the truth.
    ///
    /// - Throws: ``StoreError``.
    package static func open(
        _ configuration: Configuration, registry: ProviderRegistry, outside: Outside
    ) async throws(StoreError) -> HostRuntime {
        let runtime = HostRuntime(
            configuration: configuration, registry: registry, store: try store(of: configuration),
            outside: outside)
        try await runtime.reconcile()
        try await runtime.closeInterruptedRuns()
        return runtime
    }

    /// Marks the runs whose process is gone: nobody holds their lease any more.
    private func closeInterruptedRuns() async throws(StoreError) {
        for (connection, company) in try await store.openRuns() {
            let name = connection == .every ? Self.leaseName(company) : connection.name
            guard let lease = try store.lease(name) else { continue }
            try await store.closeRuns(of: connection, subject: company, at: outside.now())
            lease.release()
        }
    }

    static func store(of configuration: Configuration) throws(StoreError) -> Store {
        try Store(
            directory: configuration.host.dataDirectory, environment: configuration.host.environment.rawValue,
            plainText: { Markup.plainText(of: $0) })
    }

    /// The stored deployment of a configured one.
    package func stored(_ deployment: DeploymentConfiguration) async throws(StoreError) -> Deployment? {
        try await store.deployments().first {
            $0.group == deployment.group && $0.provider == deployment.provider
        }
    }

    /// Records every configured deployment, applies rules that changed since they were last applied, and
    /// archives the courses of deployments that are no longer configured.
    ///
    /// - Returns: what that changed, by deployment.
    @discardableResult
    func reconcile() async throws(StoreError) -> [Deployment.ID: StandingChanges] {
        var changes: [Deployment.ID: StandingChanges] = [:]
        let salt = try await store.salt { outside.randomText() }
        var stored = try await store.deployments()
        try checkThatGroupsAreThere(stored)
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
            if let known, known.tags != deployment.tags {
                try await store.setTagSync(deployment.tags, of: known)
            }
            guard let known, known.applied != deployment.rule.fingerprint else { continue }
            if deployment.enabled, ArchiveRule(fingerprint: known.applied)?.enabled != true {
                try await store.recordEnabled(known, at: outside.now())
            }
            changes[known.id] = try await apply(deployment.rule, to: known)
        }
        let gone = ArchiveRule(filters: Filters(), enabled: false)
        for deployment in stored where deployment.applied != gone.fingerprint {
            changes[deployment.id] = try await apply(gone, to: deployment)
        }
        try await applyToNewCourses()
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

    @discardableResult
    func apply(_ rule: ArchiveRule, to deployment: Deployment) async throws(StoreError) -> StandingChanges {
        let changes = try await store.apply(rule.standing, to: deployment)
        try await applyToNewCourses()
        return changes
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
    package var rule: ArchiveRule { ArchiveRule(filters: filters, enabled: enabled) }
}
