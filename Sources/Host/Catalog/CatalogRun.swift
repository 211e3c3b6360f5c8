public import ConnectorKit
public import Foundation
import Markup
public import Store

/// One pass over a connection's catalog, for all of its deployments.
///
/// Reads the listing, commits page by page, then brings the courses of every group in line. Absence
/// archives only with the proof of a complete listing; whatever goes wrong, what was read is kept.
public struct CatalogRun: Sendable {
    public let provider: any CatalogProvider
    public let connection: Connection
    public let connectionID: ConnectionID
    /// The deployments that use the connection, with their rules.
    public let rules: [Deployment.ID: ArchiveRule]
    /// The ids of the groups concerned, for the run record.
    public let groups: [String]
    public let store: Store
    public let clock: any Clock<Duration>
    /// Today's time, for records.
    public let now: @Sendable () -> Date
    /// Requests and bytes so far, as the client counts them.
    public let traffic: @Sendable () -> (requests: Int, bytes: Int)
    public let progress: @Sendable (CatalogProgress) -> Void

    /// Runs, and records the run.
    ///
    /// - Parameter full: whether a stored checkpoint is left aside, so that the listing begins at its first page.
    /// - Throws: ``StoreError`` where not even a record can be kept.
    public func run(shrink: ShrinkPolicy = .hold, full: Bool = false) async throws(StoreError)
        -> CatalogReport
    {
        let started = now()
        let run = try await store.beginRun(
            kind: "catalog", provider: provider.descriptor.id, connection: connectionID, groups: groups,
            at: started)
        var report = CatalogReport(id: run, started: started)
        do {
            try await execute(run, shrink: shrink, full: full, into: &report)
        } catch {
            // The store failed, and may fail again: the record of the run is then the next run's to close.
            report.outcome = .failed
            report.error = error.description
            try? await record(&report)
            throw error
        }
        try await record(&report)
        return report
    }

    private func record(_ report: inout CatalogReport) async throws(StoreError) {
        report.finished = now()
        try await store.finishRun(
            report.id, at: report.finished, outcome: report.outcome, error: report.error,
            counters: report.counters, seconds: report.finished.timeIntervalSince(report.started))
    }

    private func execute(
        _ run: RunID, shrink: ShrinkPolicy, full: Bool, into report: inout CatalogReport
    ) async throws(StoreError) {
        let before = traffic()
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
            connectionID, rules: rules.mapValues(\.standing),
            listing: pass.finish(after: failure?.message), since: revision, shrink: shrink)
        report.take(settlement)
        let after = traffic()
        report.counters.requests = after.requests - before.requests
        report.counters.bytes = after.bytes - before.bytes
        report.conclude(failure: failure, incomplete: settlement.incomplete, listed: listed)
    }

    /// Reads and commits pages until the end mark, a failure, or a flaw that ends the listing.
    ///
    /// Three pages are at work at once: one is fetched, one is mapped, one is written.
    private func read(
        into pass: inout CatalogPass, report: inout CatalogReport
    ) async throws(StoreError) -> Failure? {
        let reader = ListingReader(
            provider: provider, connection: connection, clock: clock, progress: progress)
        let mapper = PageMapper(provider: provider, settings: connection.settings)
        var watch = Stopwatch(clock)
        var restarts = 0
        var writing = Writing(store)
        var fetch = Fetch(reader, pass.request, patience: ListingReader.patience)
        while true {
            let answer: CatalogAnswer
            do throws(Failure) { answer = try await fetch.answer() } catch {
                pass.saw(try await writing.finish())
                return Task.isCancelled ? .fatal("interrupted") : error
            }
            let commit: PageCommit?
            let next: Checkpoint?
            switch answer {
            case .checkpointRefused(let reason):
                restarts += 1
                _ = try await writing.finish()
                guard restarts <= ListingReader.restarts else {
                    return .transient("the listing lost its place \(restarts) times (\(reason)); given up")
                }
                progress(.restarted(reason))
                try await pass.restart()
                fetch = Fetch(reader, pass.request, patience: ListingReader.patience - watch.sinceProgress)
                continue
            case .unchanged(let rows, let after, let total):
                if rows > 0 { watch.progressed() }
                pass.pass(unchanged: rows, next: after, total: total)
                next = after
                if next != nil { fetch = Fetch(reader, pass.request, patience: patience(watch)) }
                commit = nil
            case .page(let page):
                if page.rows > 0 { watch.progressed() }
                next = page.isLast ? nil : page.next
                if let next {
                    fetch = Fetch(reader, pass.request(after: next), patience: patience(watch))
                }
                let known = try await pass.unknown(page.items)
                let (mapped, refused) = mapper.map(known.changed)
                report.counters.skipped += page.refused.count + refused.count
                commit = pass.commit(page, known: known, mapped: mapped, refused: page.refused + refused)
            }
            do throws(StoreError) {
                if let commit { pass.saw(try await writing.begin(commit)) }
            } catch {
                fetch.cancel()
                throw error
            }
            progress(.listing(rows: pass.rows, total: pass.total))
            if next == nil || Task.isCancelled {
                fetch.cancel()
                pass.saw(try await writing.finish())
                return next == nil ? nil : .fatal("interrupted")
            }
        }
    }

    private func patience(_ watch: Stopwatch) -> Duration { ListingReader.patience - watch.sinceProgress }
}
