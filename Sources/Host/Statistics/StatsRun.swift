import ConnectorKit
import Foundation
import Model
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

    /// Runs, and records the run; where the store fails on the way, the report says so.
    ///
    /// - Throws: ``StoreError`` where no record could be begun.
    func run(_ reading: StatsReading) async throws(StoreError) -> RunReport {
        let started = now()
        let run = try await store.beginRun(
            kind: RunKind.stats.rawValue, provider: provider.descriptor.id, connection: connectionID,
            groups: groups, at: started)
        progress(.began(run))
        let frame = RunFrame(store: store, clock: clock, now: now, line: line)
        let began = RunReport(id: run, kind: .stats, started: started)
        return await frame.run(began) { watchdog, report throws(StoreError) in
            try await execute(reading, watchdog, into: &report)
        }
    }

    private func execute(
        _ reading: StatsReading, _ watchdog: Watchdog, into report: inout RunReport
    ) async throws(StoreError) {
        try await store.applyToNewCourses(.standard)
        var pass = EnrolmentPass(connection: connectionID, run: report.id, store: store)
        // What was read before the store failed counts as well.
        defer {
            report.counters.seen = pass.rows
            report.counters.skipped = pass.skipped
            // What an event opened meanwhile and this run removed counts for less than nothing.
            report.counters.created = max(0, pass.changes.created)
            report.counters.updated = pass.changes.updated + pass.changes.removed
        }
        try await pass.begin(reading)
        let failure = try await read(&pass, watchdog)
        let isInterrupted = failure != nil && Task.isCancelled
        let attempts = try await store.attemptCount(of: connectionID)
        report.counters.unchanged = max(0, attempts - pass.changes.created - pass.changes.updated)
        report.conclude(
            failure: failure, incomplete: pass.flaw, listed: pass.rows > 0, isInterrupted: isInterrupted)
        // Whoever asked for it: by schedule it need not be done again.
        if report.outcome == .done, pass.isWhole {
            try await store.recordStatistics(of: connectionID, at: report.started)
        }
    }

    /// Reads and records pages to the end, or to a failure that ends the listing.
    private func read(
        _ pass: inout EnrolmentPass, _ watchdog: Watchdog
    ) async throws(StoreError) -> Failure? {
        let resumed = pass.start.checkpoint != nil
        let failure = try await follow(&pass, watchdog)
        guard resumed, !pass.moved, case .contract(let reason) = failure else { return failure }
        // Not even its first page came: the checkpoint is no longer honoured, so the listing begins again.
        progress(.restarted(line.hidingSecrets(reason).clipped))
        try await pass.restart()
        return try await follow(&pass, watchdog)
    }

    private func follow(
        _ pass: inout EnrolmentPass, _ watchdog: Watchdog
    ) async throws(StoreError) -> Failure? {
        let tell: @Sendable (RunProgress) -> Void = {
            progress($0.mapReason { line.hidingSecrets($0).clipped })
        }
        let reader = EnrolmentReader(
            provider: provider, connection: connection, connectionID: connectionID, store: store,
            asking: Asking(clock: clock, isRefused: { [line] in line.isRefused }, progress: tell))
        let (start, pages) = (pass.start, PagesToRecord())
        var feed = Feed<EnrolmentFetch.News>(on: line.executor) { output throws(Failure) in
            var listing = EnrolmentFetch(reader, to: output, pages)
            try await listing.list(from: start)
        }
        let watch = watchdog.tell(feed.ending)
        defer {
            watchdog.forget(watch)
            feed.cancel()
        }
        while !Task.isCancelled {
            let news: EnrolmentFetch.News
            do throws(Failure) { news = try await feed.next() } catch { return error }
            switch news {
            case .progress: watchdog.progressed()
            case .accounts(let accounts):
                watchdog.progressed()
                try await pass.learn(accounts)
            case .ready:
                guard let part = pages.next() else { continue }
                let isLast = try await pass.record(part)
                tell(.listing(rows: pass.rows, total: pass.total))
                if isLast { return nil }
            }
        }
        return RunReport.interrupted
    }
}
