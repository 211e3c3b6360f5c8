import ConnectorKit
import Foundation
import Store

/// One pass over a connection's enrolments, for all of its deployments.
///
/// Every page is recorded with its checkpoint and the attempts it makes in one transaction; what is cut off is
/// taken up by the next run.
struct StatsRun: Sendable {
    let provider: any StatsProvider
    let connection: Connection
    let connectionID: ConnectionID
    /// The ids of the groups concerned, for the run record.
    let groups: [String]
    let store: Store
    let clock: any Clock<Duration>
    /// Today's time, for records.
    let now: @Sendable () -> Date
    let line: Line
    let progress: @Sendable (RunProgress) -> Void

    /// Runs, and records the run.
    ///
    /// - Throws: ``StoreError`` where not even a record can be kept.
    func run(_ reading: StatsReading) async throws(StoreError) -> RunReport {
        let started = now()
        let run = try await store.beginRun(
            kind: RunKind.stats.rawValue, provider: provider.descriptor.id, connection: connectionID,
            groups: groups, at: started)
        var report = RunReport(id: run, kind: .stats, started: started)
        do {
            try await execute(reading, into: &report)
        } catch {
            // The store failed, and may fail again: the record of the run is then the next run's to close.
            report.outcome = .failed
            report.error = error.description
            try? await store.finish(&report, at: now())
            throw error
        }
        try await store.finish(&report, at: now())
        return report
    }

    private func execute(_ reading: StatsReading, into report: inout RunReport) async throws(StoreError) {
        try await store.applyToNewCourses(.standard)
        var pass = EnrolmentPass(connection: connectionID, run: report.id, store: store)
        try await pass.begin(reading)
        let failure = try await read(&pass)
        report.counters.seen = pass.rows
        report.counters.skipped = pass.skipped
        report.counters.created = pass.changes.created
        report.counters.updated = pass.changes.updated + pass.changes.removed
        let attempts = try await store.attemptCount(of: connectionID)
        report.counters.unchanged = max(0, attempts - pass.changes.created - pass.changes.updated)
        (report.counters.requests, report.counters.bytes) = line.traffic
        report.conclude(failure: failure, incomplete: pass.flaw, listed: pass.rows > 0)
        report.error = report.error.map(line.hidingSecrets)
    }

    /// Reads and records pages to the end, or to a failure that ends the listing.
    private func read(_ pass: inout EnrolmentPass) async throws(StoreError) -> Failure? {
        let resumed = pass.start.checkpoint != nil
        let failure = try await follow(&pass)
        guard resumed, !pass.moved, case .contract(let reason) = failure else { return failure }
        // Not even its first page came: the checkpoint is no longer honoured, so the listing begins again.
        progress(.restarted(line.hidingSecrets(reason)))
        try await pass.restart()
        return try await follow(&pass)
    }

    private func follow(_ pass: inout EnrolmentPass) async throws(StoreError) -> Failure? {
        let tell: @Sendable (RunProgress) -> Void = { progress($0.mapReason(line.hidingSecrets)) }
        let reader = EnrolmentReader(
            provider: provider, connection: connection, connectionID: connectionID, store: store,
            asking: Asking(clock: clock, progress: tell))
        var feed = EnrolmentFeed(reader, from: pass.start, on: line.executor)
        let patience = Patience(clock)
        let end = feed.ending
        let watchdog = Task {
            await patience.end()
            if !Task.isCancelled { end(line.stalled()) }
        }
        defer {
            feed.cancel()
            watchdog.cancel()
        }
        while !Task.isCancelled {
            let news: EnrolmentFeed.News
            do throws(Failure) { news = try await feed.next() } catch {
                return Task.isCancelled ? RunReport.interrupted : error
            }
            switch news {
            case .progress: patience.progressed()
            case .accounts(let accounts):
                patience.progressed()
                try await pass.learn(accounts)
            case .page(let page):
                let isLast = try await pass.record(page)
                tell(.listing(rows: pass.rows, total: pass.total))
                if isLast { return nil }
            }
        }
        return RunReport.interrupted
    }
}
