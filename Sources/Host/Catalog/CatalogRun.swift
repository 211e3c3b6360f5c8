public import ConnectorKit
public import Foundation
public import Store

/// One pass over a connection's catalog, for all of its deployments.
///
/// Reads the listing, commits page by page, then brings the courses of every group in line. Absence
/// archives only with the proof of a complete listing; whatever goes wrong, what was read is kept.
public struct CatalogRun: Sendable {
    public let provider: any CatalogProvider
    public let connection: Connection
    public let connectionID: ConnectionID
    /// The ids of the groups concerned, for the run record.
    public let groups: [String]
    public let store: Store
    public let clock: any Clock<Duration>
    /// Today's time, for records.
    public let now: @Sendable () -> Date
    let line: Line
    public let progress: @Sendable (CatalogProgress) -> Void

    /// Runs, and records the run; where the store fails on the way, the report says so.
    ///
    /// - Parameter full: whether a stored checkpoint is left aside, so that the listing begins at its
    ///   first page.
    /// - Throws: ``StoreError`` where no record could be begun.
    public func run(shrink: ShrinkPolicy = .hold, full: Bool = false) async throws(StoreError)
        -> CatalogReport
    {
        let started = now()
        let run = try await store.beginRun(
            kind: "catalog", provider: provider.descriptor.id, connection: connectionID, groups: groups,
            at: started)
        var report = CatalogReport(id: run, started: started)
        let watchdog = Watchdog(clock)
        do {
            try await watchdog.watching(givenUp) { () async throws(StoreError) in
                try await execute(run, shrink: shrink, full: full, watchdog, into: &report)
            }
        } catch { report.fail(error) }
        (report.counters.requests, report.counters.bytes) = line.traffic
        // What the provider may still be at has no part in what comes after this run.
        line.cut()
        do { try await record(&report) } catch {
            // The record of the run is then the next run's to close.
            report.fail(error)
        }
        return report
    }

    private func record(_ report: inout CatalogReport) async throws(StoreError) {
        report.finished = now()
        try await store.finishRun(
            report.id, at: report.finished, outcome: report.outcome, error: report.error,
            counters: report.counters, seconds: report.finished.timeIntervalSince(report.started))
    }

    private func execute(
        _ run: RunID, shrink: ShrinkPolicy, full: Bool, _ watchdog: Watchdog,
        into report: inout CatalogReport
    ) async throws(StoreError) {
        let declared: (paging: Paging, mapping: Mapping)
        do throws(Failure) {
            declared = try await watchdog.outcome(of: "its declarations", on: line.thread) {
                [provider, settings = connection.settings] in
                (provider.paging(settings), provider.mapping(settings))
            }
        } catch {
            report.conclude(
                failure: error, incomplete: nil, listed: false, isInterrupted: Task.isCancelled)
            return
        }
        let revision = try await store.revision()
        var pass = try await CatalogPass(
            connectionID, run: run, paging: declared.paging, mappingVersion: declared.mapping.version,
            in: store)
        if full { try await pass.restart(full: true) }
        let mapper = PageMapper(
            provider: provider, settings: connection.settings, mapping: declared.mapping)
        let failure = try await read(into: &pass, by: mapper, watchdog, report: &report)
        let isInterrupted = failure != nil && Task.isCancelled
        let listed = pass.rows > 0

        progress(.applying)
        let settlement = try await store.settle(
            connectionID, rule: { ArchiveRule(fingerprint: $0)?.standing },
            listing: pass.finish(after: failure?.message), since: revision, shrink: shrink)
        report.take(settlement)
        report.conclude(
            failure: failure, incomplete: settlement.incomplete, listed: listed,
            isInterrupted: isInterrupted)
        report.error = report.error.map { line.hidingSecrets($0).clipped }
    }

    /// Reads and commits pages until the end mark, or a failure that ends the listing.
    private func read(
        into pass: inout CatalogPass, by mapper: PageMapper, _ watchdog: Watchdog,
        report: inout CatalogReport
    ) async throws(StoreError) -> Failure? {
        let reader = ListingReader(
            provider: provider, connection: connection, clock: clock, isRefused: { [line] in line.isRefused },
            progress: tell)
        var work = PagesAtWork(
            reader: reader, executor: line.executor, requests: pass.requests, store: store,
            watchdog: watchdog)
        defer { report.counters.seen = pass.rows }
        do throws(StoreError) {
            let failure = try await follow(&work, into: &pass, by: mapper, watchdog, report: &report)
            work.cancel()
            pass.saw(try await work.writing.finish())
            return failure
        } catch {
            // Nothing of this run goes on once its lease is given back.
            work.cancel()
            _ = try? await work.writing.finish()
            throw error
        }
    }

    /// Three pages are at work at once: one is fetched, one is mapped, one is written.
    private func follow(
        _ work: inout PagesAtWork, into pass: inout CatalogPass, by mapper: PageMapper,
        _ watchdog: Watchdog, report: inout CatalogReport
    ) async throws(StoreError) -> Failure? {
        var fence = ListingFence()
        var restarts = 0
        while !Task.isCancelled {
            let answer: CatalogAnswer
            do throws(Failure) {
                answer = try await work.feed.next()
                try fence.check(answer)
            } catch { return error }
            var lost: String?
            switch answer {
            case .checkpointRefused(let reason): lost = reason
            case .unchanged(let rows, let next, let total):
                switch pass.pass(unchanged: rows, next: next, total: total) {
                case .mustBeRead: lost = "an item has moved to a page that was not read"
                case .commit(let commit): pass.saw(try await work.writing.begin(commit))
                case .done: break
                }
                if lost == nil, next == nil { return nil }
                if rows > 0 { watchdog.progressed() }
            case .page(let page):
                let isLast = page.isLast || page.next == nil
                if page.rows > 0 { watchdog.progressed() }
                let known = try await pass.unknown(page.items)
                var outcome = PageMapper.Outcome()
                if !known.changed.isEmpty {
                    do throws(Failure) {
                        outcome = try await watchdog.outcome(of: "mapping a page", on: line.thread) {
                            mapper.map(known.changed)
                        }
                    } catch { return error }
                }
                let refused = (page.refused + outcome.refused).map(\.clipped)
                report.counters.skipped += refused.count
                let commit = pass.commit(page, known: known, mapped: outcome.mapped, refused: refused)
                pass.saw(try await work.writing.begin(commit))
                if isLast { return nil }
            }
            if let lost {
                restarts += 1
                guard restarts <= ListingReader.restarts else {
                    return .transient("the listing lost its place \(restarts) times (\(lost)); given up")
                }
                tell(.restarted(lost))
                _ = try await work.writing.finish()
                // Without a checkpoint it was the mark that was refused.
                try await pass.restart(full: pass.request.checkpoint == nil)
                report.counters.skipped = 0
                fence = ListingFence()
                work.begin(pass.requests)
            }
            tell(.listing(rows: pass.rows, total: pass.total))
            do throws(Failure) { try fence.check(rows: pass.rows, of: pass.total) } catch { return error }
        }
        return .fatal("interrupted")
    }

    /// What it means that a run has used up its time.
    private func givenUp(_ end: Patience.End) -> Failure {
        let seconds = Patience.limit.components.seconds
        return switch end {
        case .overdue:
            .transient("the run took \(Patience.longest.components.seconds / 3_600) hours; given up")
        case .stalled where line.isRateLimited:
            .rateLimited(
                retryAfter: nil,
                "the provider answers 429 (too many requests), for \(seconds) s by now; given up")
        case .stalled: .transient("no progress for \(seconds) s; given up")
        }
    }

    private func tell(_ news: CatalogProgress) {
        switch news {
        case .retrying(let reason): progress(.retrying(line.hidingSecrets(reason).clipped))
        case .restarted(let reason): progress(.restarted(line.hidingSecrets(reason).clipped))
        default: progress(news)
        }
    }
}
