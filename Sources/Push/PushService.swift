import ConfigurationFiles
import ConnectorKit
import Foundation
package import Model
package import Runtime
package import Store

/// Accepts content and completions for providers, and delivers them.
package struct PushService: Sendable {
    let context: RunContext
    var store: Store { context.store }

    package init(_ context: RunContext) { self.context = context }

    // MARK: - Targets

    /// Where pushes of a group go; nil if the provider is not switched on in the group, or takes no pushes.
    package func target(group: String, provider: String) async throws(StoreError) -> PushTarget? {
        guard let found = context.connections(group: group, provider: provider).first else { return nil }
        return try await target(found, [group])
    }

    /// The connections that are switched on and whose provider takes pushes, by the first of their groups.
    package func targets() async throws(StoreError) -> [PushTarget] {
        var targets: [PushTarget] = []
        for connection in context.connections() {
            if let target = try await target(connection, connection.deployments.map(\.group)) {
                targets.append(target)
            }
        }
        return targets
    }

    private func target(_ connection: ConfiguredConnection, _ groups: [String])
        async throws(StoreError) -> PushTarget?
    {
        guard let provider = connection.provider as? any PushProvider, let group = groups.first else {
            return nil
        }
        return PushTarget(
            connection: connection, provider: provider, id: try await context.id(of: connection),
            group: group, name: context.name(of: connection, in: groups))
    }

    // MARK: - Accepting

    /// Accepts rows as one job, all or none: each of them will be delivered or reported. `serve` delivers them;
    /// nothing is sent here.
    ///
    /// - Parameter rows: a row with a ``PushRow/plan`` is done only if the plan still fits.
    package func accept(_ rows: [PushRow], for target: PushTarget) async throws(StoreError) -> PushJob.ID {
        try await store.accept(rows, of: target.id, group: target.group, at: context.now)
    }

    /// Opens a job for rows that come one after the other; ``accept(_:into:for:)`` adds them.
    package func openJob(for target: PushTarget) async throws(StoreError) -> PushJob.ID {
        try await store.openPushJob(of: target.id, group: target.group, at: context.now)
    }

    /// Adds rows to a job.
    package func accept(_ rows: [PushRow], into job: PushJob.ID, for target: PushTarget)
        async throws(StoreError)
    {
        try await store.accept(rows, into: job, of: target.id, at: context.now)
    }

    /// Tries entries that were set aside again, and waits until each was tried.
    ///
    /// - Parameter id: one of them; nil: all.
    /// - Returns: those entries as they are now; empty if none was set aside.
    package func replay(_ id: StoredPush.ID? = nil) async throws(StoreError) -> [StoredPush] {
        // One try is left to each, so that what fails again is set aside again, with its reason of today.
        let replayed = try await store.replayPushes(
            id, attempts: PushRetryPolicy.attempts - 1, at: context.now)
        let concerned = Set(replayed.filter { $0.state == .pending }.map(\.connection))
        for target in try await targets() where concerned.contains(target.id) {
            _ = try await deliver(to: target)
        }
        return try await store.pushes(replayed.map(\.id))
    }
}
