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
        for _ in 0...SupervisedRun.restarts {
            let resumed = pass.start.checkpoint != nil
            switch try await follow(&pass, watchdog) {
            case .done: return nil
            case .refused(let reason): run.report(.restarted(reason))
            // Not even its first page came: the service no longer honours the checkpoint.
            case .failed(.contract(let reason)) where resumed && !pass.moved: run.report(.restarted(reason))
            case .failed(let failure): return failure
            }
            try await pass.restart()
        }
        return .transient("the listing lost its place \(SupervisedRun.restarts + 1) times; given up")
    }

    private enum Ending {
        case done
        /// The listing has to begin again.
        case refused(String)
        case failed(Failure)
    }

    private func follow(
        _ pass: inout EnrolmentPass, _ watchdog: Watchdog
    ) async throws(StoreError) -> Ending {
        let reader = EnrolmentReader(
            provider: provider, connection: run.client, connectionID: run.id, store: run.store,
            retry: run.pageRetry)
        let (start, pages) = (pass.start, RecordingQueue(limit: run.store.enrolmentsAtOnce))
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
            do throws(Failure) { news = try await feed.next() } catch { return .failed(error) }
            switch news {
            case .progress: watchdog.progressed()
            case .accounts(let accounts):
                watchdog.progressed()
                try await pass.record(accounts)
            case .ready:
                guard let part = pages.next() else { continue }
                let isLast = try await pass.record(part)
                run.report(.listing(rows: pass.rows, total: pass.total))
                if isLast { return .done }
            case .refused(let reason): return .refused(reason)
            }
        }
        return .failed(.interrupted)
    }
}
