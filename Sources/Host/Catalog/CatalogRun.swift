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
    public let progress: @Sendable (RunProgress) -> Void

    /// Runs, and records the run.
    ///
    /// - Parameter full: whether a stored checkpoint is left aside, so that the listing begins at its first page.
    /// - Throws: ``StoreError`` where not even a record can be kept.
    public func run(shrink: ShrinkPolicy = .hold, full: Bool = false) async throws(StoreError)
        -> RunReport
    {
        let started = now()
        let run = try await store.beginRun(
            kind: RunKind.catalog.rawValue, provider: provider.descriptor.id, connection: connectionID,
            groups: groups,
            at: started)
        var report = RunReport(id: run, kind: .catalog, started: started)
        do {
            try await execute(run, shrink: shrink, full: full, into: &report)
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

    private func execute(
        _ run: RunID, shrink: ShrinkPolicy, full: Bool, into report: inout RunReport
    ) async throws(StoreError) {
        let revision = try await store.revision()
        var pass = try await CatalogPass(
            connectionID, run: run, paging: provider.paging(connection.settings),
            mappingVersion: provider.mapping(connection.settings).version, in: store)
        if full { try await pass.restart(full: true) }
        let failure = try await read(into: &pass, report: &report)
        report.counters.seen = pass.rows
        let listed = pass.rows > 0

        progress(.applying)
        let settlement = try await store.settle(
            connectionID, rule: { ArchiveRule(fingerprint: $0)?.standing },
            listing: pass.finish(after: failure?.message), since: revision, shrink: shrink)
        report.take(settlement)
        (report.counters.requests, report.counters.bytes) = line.traffic
        report.conclude(failure: failure, incomplete: settlement.incomplete, listed: listed)
        report.error = report.error.map(line.hidingSecrets)
    }

    /// Reads and commits pages until the end mark, or a failure that ends the listing.
    private func read(
        into pass: inout CatalogPass, report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        let reader = ListingReader(provider: provider, connection: connection, clock: clock, progress: tell)
        let patience = Patience(clock)
        var work = PagesAtWork(
            reader: reader, executor: line.executor, requests: pass.requests, store: store,
            patience: patience, stalled: line.stalled)
        do throws(StoreError) {
            let failure = try await follow(&work, into: &pass, report: &report)
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
        _ work: inout PagesAtWork, into pass: inout CatalogPass, report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        let mapper = PageMapper(provider: provider, settings: connection.settings)
        var restarts = 0
        while !Task.isCancelled {
            let answer: CatalogAnswer
            do throws(Failure) { answer = try await work.feed.next() } catch {
                return Task.isCancelled ? RunReport.interrupted : error
            }
            var lost: String?
            switch answer {
            case .checkpointRefused(let reason): lost = reason
            case .unchanged(let rows, let next, let total):
                switch pass.pass(unchanged: rows, next: next, total: total) {
                case .mustBeRead: lost = "an item has moved to a page that was not read"
                case .commit(let commit):
                    report.counters.skipped += commit.skipped
                    pass.saw(try await work.writing.begin(commit))
                case .done: break
                }
                if lost == nil, next == nil { return nil }
                if rows > 0 { work.patience.progressed() }
            case .page(let page):
                let isLast = page.isLast || page.next == nil
                if page.rows > 0 { work.patience.progressed() }
                let known = try await pass.unknown(page.items)
                let (mapped, refused) = mapper.map(known.changed)
                let commit = pass.commit(page, known: known, mapped: mapped, refused: page.refused + refused)
                report.counters.skipped += commit.skipped
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
                work.begin(pass.requests)
            }
            tell(.listing(rows: pass.rows, total: pass.total))
            if let total = pass.total, pass.rows > 2 * total + 10_000 {
                return .contract(
                    "the listing goes on after \(pass.rows) rows, of a stated total of \(total); given up")
            }
        }
        return RunReport.interrupted
    }

    private func tell(_ news: RunProgress) { progress(news.mapReason(line.hidingSecrets)) }
}

/// The pages that are on their way, and the one that is being written.
private struct PagesAtWork {
    private let reader: ListingReader
    private let executor: (any TaskExecutor)?
    private let stalled: @Sendable () -> Failure
    private var watchdog: Task<Void, Never>
    let patience: Patience
    var feed: PageFeed
    var writing: Writing

    init(
        reader: ListingReader, executor: (any TaskExecutor)?, requests: PageRequests, store: Store,
        patience: Patience, stalled: @escaping @Sendable () -> Failure
    ) {
        self.reader = reader
        self.executor = executor
        self.patience = patience
        self.stalled = stalled
        feed = PageFeed(reader, requests, on: executor)
        writing = Writing(store)
        watchdog = Self.watch(feed, patience, stalled)
    }

    /// Begins the listing again.
    mutating func begin(_ requests: PageRequests) {
        cancel()
        feed = PageFeed(reader, requests, on: executor)
        watchdog = Self.watch(feed, patience, stalled)
    }

    func cancel() {
        feed.cancel()
        watchdog.cancel()
    }

    private static func watch(
        _ feed: PageFeed, _ patience: Patience, _ stalled: @escaping @Sendable () -> Failure
    ) -> Task<Void, Never> {
        let end = feed.ending
        return Task {
            await patience.end()
            if !Task.isCancelled { end(stalled()) }
        }
    }
}
