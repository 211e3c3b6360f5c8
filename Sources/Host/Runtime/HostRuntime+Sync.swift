import ConfigurationFiles
package import Model
import Runtime
package import Store
package import Sync
import Webhooks

/// What a sync is to do beside reading.
package struct SyncOptions: Sendable {
    package var isRehearsal = false
    /// Whether the result is delivered afterwards; nil for what the environment says.
    package var deliver: Bool?

    package init() {}
}

extension HostRuntime {
    /// Runs a sync: everything that is asked for, over every connection concerned.
    ///
    /// - Parameter progress: called with the connection at work, what is read, and how far that is.
    /// - Throws: ``StoreError`` if the store does not even know the connections.
    package func sync(_ request: SyncRequest, progress: @escaping SyncProgress) async throws(StoreError)
        -> [SyncResult]
    {
        let plan = try await SyncPlan(request, catalog: catalog, statistics: statistics)
        let results = await plan.run(
            preparing: { connection, kind async throws(StoreError) in
                guard kind == .stats else { return nil }
                return try await webhooks.register(connection)?.error.map(RunProgress.notCalledBack)
            }, progress: progress)
        if !context.isRehearsal && !Task.isCancelled { await removeOldRecords() }
        return results
    }

    /// Runs what is due by schedule.
    ///
    /// - Returns: how the run ended.
    package func run(
        _ work: ScheduledWork, of scheduled: ScheduledConnection,
        progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws(StoreError) -> Run.Outcome {
        // A provider has one connection in a group.
        var request = SyncRequest(group: scheduled.groups.first, provider: scheduled.provider)
        request.kinds = work == .catalog ? [.catalog] : [.stats]
        if work == .statistics { request.statistics = .everything }
        func run() async throws(StoreError) -> Run.Outcome {
            try await sync(request) { progress($2) }.first?.report.outcome ?? .interrupted
        }
        return work == .statistics ? try await readingStatistics(of: scheduled, run) : try await run()
    }

    /// Reads all statistics, and records that they were read, so that the schedule does not repeat it after a
    /// restart, even if it failed.
    package func readingStatistics(
        of scheduled: ScheduledConnection, _ read: () async throws(StoreError) -> Run.Outcome
    ) async throws(StoreError) -> Run.Outcome {
        let began = now
        let outcome = try await read()
        if outcome != .interrupted { try await store.recordStatistics(of: scheduled.id, at: began) }
        return outcome
    }
}
