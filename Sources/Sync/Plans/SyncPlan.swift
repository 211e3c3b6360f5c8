package import ConfigurationFiles
import ConnectorKit
import Model
import Runtime
package import Store

/// The runs of a sync, in order: for every connection concerned its catalog, then its statistics.
///
/// Whoever starts a sync (a command, the API, the schedule) runs a plan.
package struct SyncPlan: Sendable {
    private struct Step {
        let connection: ConfiguredConnection
        let id: ConnectionID
        let kind: RunKind
    }

    private let request: SyncRequest
    private let context: RunContext
    private let catalog: CatalogService
    private let statistics: StatisticsService
    private let steps: [Step]

    /// - Throws: ``StoreError`` if the store does not even know the connections.
    package init(
        _ request: SyncRequest, catalog: CatalogService, statistics: StatisticsService
    ) async throws(StoreError) {
        self.request = request
        self.catalog = catalog
        self.statistics = statistics
        context = catalog.context
        var steps: [Step] = []
        let connections = context.connections(group: request.group, provider: request.provider)
        for (connection, id) in zip(connections, try await context.ids(of: connections)) {
            for kind in RunKind.allCases
            where request.kinds.contains(kind) && kind.isOffered(by: connection.provider) {
                steps.append(Step(connection: connection, id: id, kind: kind))
            }
        }
        self.steps = steps
    }

    /// Runs the steps one after the other. The failure of one, also of the store, does not keep the others from
    /// running.
    ///
    /// - Parameters:
    ///   - prepare: called before each run, outside its lease; returns a problem that the run does not mind.
    ///   - progress: called with the connection at work, what is read, and how far that is.
    package func run(
        preparing prepare: (ConfiguredConnection, RunKind) async throws(StoreError) -> RunProgress?,
        progress: @escaping SyncProgress
    ) async -> [SyncResult] {
        var results: [SyncResult] = []
        for step in steps where !Task.isCancelled {
            let told: @Sendable (RunProgress) -> Void = { progress(step.connection, step.kind, $0) }
            var report: RunReport
            do throws(StoreError) {
                if let news = try await prepare(step.connection, step.kind) { told(news) }
                report = try await run(step, told)
            } catch {
                report = RunReport(unrecorded: error, kind: step.kind, at: context.now)
                if Task.isCancelled { report.outcome = .interrupted }
            }
            let result = SyncResult(connection: step.connection, id: step.id, report: report)
            if !context.isRehearsal { context.environment.telemetry.ended(result.record) }
            results.append(result)
        }
        return results
    }

    private func run(
        _ step: Step, _ progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws(StoreError) -> RunReport {
        let telemetry = context.isRehearsal ? .silent : context.environment.telemetry
        let summary = RunSummary(step.kind, of: step.connection, step.id, to: telemetry)
        let lease = try await context.lease(step.id.name) {
            summary.waits()
            progress(.waiting)
        }
        summary.begins()
        let session = context.environment.session(to: step.connection)
        // Provider code that never returned sends nothing after the run.
        defer { session.close() }
        let run = SupervisedRun(
            context: context, connection: step.connection, id: step.id, session: session,
            leased: context.store.under(lease), progress: progress)
        let report =
            switch step.kind {
            case .catalog:
                try await catalog.run(run, shrink: request.acceptShrink ? .accept : .hold, full: request.full)
            case .stats: try await statistics.run(run, request.full ? .fromScratch : request.statistics)
            }
        lease.release()
        return report
    }
}

extension RunKind {
    fileprivate func isOffered(by provider: any Provider) -> Bool {
        switch self {
        case .catalog: provider is any CatalogProvider
        case .stats: provider is any StatsProvider
        }
    }
}
