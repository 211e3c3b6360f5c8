import ConnectorKit
import Foundation
import Model
import Runtime
import Store

/// One pass over a connection's enrolments, for all of its deployments.
///
/// Every page is recorded with its checkpoint and the attempts it makes in one transaction; what is cut off is
/// taken up by the next run.
struct StatsRun: Sendable {
    let provider: any StatsProvider
    let run: SupervisedRun

    /// - Throws: ``StoreError`` if no record could be begun.
    func run(_ reading: StatsReading) async throws(StoreError) -> RunReport {
        try await run.run(.stats) { watchdog, report throws(StoreError) in
            try await execute(reading, watchdog, into: &report)
        }
    }

    private func execute(
        _ reading: StatsReading, _ watchdog: Watchdog, into report: inout RunReport
    ) async throws(StoreError) {
        try await run.store.applyAllToNewCourses()
        var pass = EnrolmentPass(connection: run.id, run: report.id, leased: run.leased)
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
        let attempts = try await run.store.attemptCount(of: run.id)
        report.counters.unchanged = max(0, attempts - pass.changes.created - pass.changes.updated)
        report.conclude(
            failure: failure, incomplete: pass.flaw, listed: pass.rows > 0, isInterrupted: isInterrupted)
        // Whoever asked for it: by schedule it need not be done again.
        if report.outcome == .done, pass.isWhole {
            try await run.store.recordStatistics(of: run.id, at: report.started)
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
        run.report(.restarted(reason))
        try await pass.restart()
        return try await follow(&pass, watchdog)
    }

    private func follow(
        _ pass: inout EnrolmentPass, _ watchdog: Watchdog
    ) async throws(StoreError) -> Failure? {
        let reader = EnrolmentReader(
            provider: provider, connection: run.client, connectionID: run.id, store: run.store,
            retry: run.pageRetry)
        let (start, pages) = (pass.start, RecordingQueue())
        var feed = Feed<EnrolmentFetch.News>(on: run.session.executor) { output throws(Failure) in
            var listing = EnrolmentFetch(reader, to: output, pages)
            try await listing.list(from: start)
        }
        let watch = watchdog.onEnd(feed.ending)
        defer {
            watchdog.removeHandler(watch)
            feed.cancel()
        }
        while !Task.isCancelled {
            let news: EnrolmentFetch.News
            do throws(Failure) { news = try await feed.next() } catch { return error }
            switch news {
            case .progress: watchdog.progressed()
            case .accounts(let accounts):
                watchdog.progressed()
                try await pass.record(accounts)
            case .ready:
                guard let part = pages.next() else { continue }
                let isLast = try await pass.record(part)
                run.report(.listing(rows: pass.rows, total: pass.total))
                if isLast { return nil }
            }
        }
        return .interrupted
    }
}
