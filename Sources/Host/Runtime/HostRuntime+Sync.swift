package import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
package import Store

/// What a sync is asked to do.
package struct SyncRequest: Sendable {
    /// Only the connections this group uses; each run still serves all of its groups.
    package var group: String?
    package var provider: String?
    /// What to read, of providers that have it; a connection's catalog comes before its statistics.
    package var kinds = Set(RunKind.allCases)
    /// Leave a stored checkpoint aside and list everything from the first page.
    package var full = false
    /// How much of the statistics is read where ``full`` does not ask for all.
    package var statistics = StatsReading.changes
    package var acceptShrink = false

    package init(group: String? = nil, provider: String? = nil) {
        self.group = group
        self.provider = provider
    }
}

/// What became of one run over one connection in a sync.
package struct SyncResult: Sendable {
    package let connection: ConfiguredConnection
    package let id: ConnectionID
    package internal(set) var report: RunReport
}

/// What a sync tells on its way: the connection at work, what is read, and how far that is.
package typealias SyncProgress = @Sendable (ConfiguredConnection, RunKind, RunProgress) -> Void

extension HostRuntime {
    /// Runs what is asked for over every connection concerned, one after the other; the failure of one keeps no
    /// other from running, the store's failures included.
    ///
    /// - Parameter progress: called with the connection at work, what is read, and how far that is.
    /// - Throws: ``StoreError`` where the store does not even know the connections.
    package func sync(_ request: SyncRequest, progress: @escaping SyncProgress) async throws(StoreError)
        -> [SyncResult]
    {
        var results: [SyncResult] = []
        for connection in configuration.connections(
            of: registry, group: request.group, provider: request.provider)
        {
            let id = try await id(of: connection)
            for kind in RunKind.allCases where request.kinds.contains(kind) && !Task.isCancelled {
                let told: @Sendable (RunProgress) -> Void = { progress(connection, kind, $0) }
                guard let report = await report(on: connection, id, kind, request, told) else { continue }
                let result = SyncResult(connection: connection, id: id, report: report)
                if !isRehearsal { outside.telemetry.ended(result.record) }
                results.append(result)
            }
        }
        if !isRehearsal && !Task.isCancelled { await removeOldRecords() }
        return results
    }

    /// Runs the catalog of every connection concerned.
    package func syncCatalog(
        _ request: SyncRequest, progress: @escaping @Sendable (ConfiguredConnection, RunProgress) -> Void
    ) async throws(StoreError) -> [SyncResult] {
        var request = request
        request.kinds = [.catalog]
        return try await sync(request) { connection, _, news in progress(connection, news) }
    }

    /// - Returns: nil where the provider has nothing of the kind.
    private func report(
        on connection: ConfiguredConnection, _ id: ConnectionID, _ kind: RunKind, _ request: SyncRequest,
        _ progress: @escaping @Sendable (RunProgress) -> Void
    ) async -> RunReport? {
        do throws(StoreError) {
            switch kind {
            case .catalog:
                guard let provider = connection.provider as? any CatalogProvider else { return nil }
                return try await run(connection, id, provider, request, progress)
            case .stats:
                guard let provider = connection.provider as? any StatsProvider else { return nil }
                if let reason = try await registerWebhook(of: connection)?.error {
                    progress(.notCalledBack(reason))
                }
                return try await run(connection, id, provider, request, progress)
            }
        } catch {
            var report = RunReport(unrecorded: error, kind: kind, at: outside.now())
            if Task.isCancelled { report.outcome = .interrupted }
            return report
        }
    }

    private func run(
        _ connection: ConfiguredConnection, _ id: ConnectionID, _ provider: any StatsProvider,
        _ request: SyncRequest, _ progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws(StoreError) -> RunReport {
        let story = RunStory(.stats, of: connection, id, to: isRehearsal ? .silent : outside.telemetry)
        let lease = try await lease(id.name) {
            story.waits()
            progress(.waiting)
        }
        story.begins()
        let line = outside.line(to: connection)
        // What the provider may still be at has no part in what comes after this run.
        defer { line.cut() }
        let run = StatsRun(
            provider: provider, connection: Connection(settings: connection.settings, client: line.client),
            connectionID: id, groups: connection.deployments.map(\.group), store: store,
            clock: outside.clock, now: outside.now, line: line, progress: progress)
        let report = try await run.run(request.full ? .fromScratch : request.statistics)
        lease.release()
        return report
    }

    private func run(
        _ connection: ConfiguredConnection, _ id: ConnectionID, _ provider: any CatalogProvider,
        _ request: SyncRequest, _ progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws(StoreError) -> RunReport {
        let story = RunStory(.catalog, of: connection, id, to: isRehearsal ? .silent : outside.telemetry)
        let lease = try await lease(id.name) {
            story.waits()
            progress(.waiting)
        }
        story.begins()
        let line = outside.line(to: connection)
        defer { line.cut() }
        let run = CatalogRun(
            provider: provider, connection: Connection(settings: connection.settings, client: line.client),
            connectionID: id, groups: connection.deployments.map(\.group), store: store,
            clock: outside.clock, now: outside.now, line: line, progress: progress)
        var report = try await run.run(shrink: request.acceptShrink ? .accept : .hold, full: request.full)
        do throws(StoreError) { try await applyToNewCourses() } catch { report.fail(error) }
        // A provider that did not come to an end is asked for nothing more.
        if report.outcome == .done || report.outcome == .held {
            await askForAlternatives(of: connection, id, over: line)
        }
        lease.release()
        return report
    }

    /// Waits until no other process, and no other task of this one, has the lease.
    func lease(_ name: String, waiting: @Sendable () -> Void) async throws(StoreError) -> Lease {
        var told = false
        while true {
            if let lease = try store.lease(name) { return lease }
            if !told { waiting() }
            told = true
            if Task.isCancelled { throw .busy("\(name): interrupted while another process was at work") }
            try? await outside.clock.sleep(for: .milliseconds(100))
        }
    }
}
