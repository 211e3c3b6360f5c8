package import ConnectorKit
package import Foundation
package import Model
package import Store

/// One pass over a connection's catalog, for all of its deployments.
///
/// Reads the listing, commits page by page, then brings the courses of every group in line. Absence
/// archives only with the proof of a complete listing; whatever goes wrong, what was read is kept.
package struct CatalogRun: Sendable {
    package let provider: any CatalogProvider
    package let connection: Connection
    package let connectionID: ConnectionID
    /// The ids of the groups concerned, for the run record.
    package let groups: [String]
    package let store: Store
    package let clock: any Clock<Duration>
    /// Today's time, for records.
    package let now: @Sendable () -> Date
    let line: Line
    package let progress: @Sendable (RunProgress) -> Void

    /// Runs, and records the run; where the store fails on the way, the report says so.
    ///
    /// - Parameter full: whether a stored checkpoint is left aside, so that the listing begins at its
    ///   first page.
    /// - Throws: ``StoreError`` where no record could be begun.
    package func run(shrink: ShrinkPolicy = .hold, full: Bool = false) async throws(StoreError)
        -> RunReport
    {
        let started = now()
        let run = try await store.beginRun(
            kind: RunKind.catalog.rawValue, provider: provider.descriptor.id, connection: connectionID,
            groups: groups, at: started)
        progress(.began(run))
        let frame = RunFrame(store: store, clock: clock, now: now, line: line)
        let began = RunReport(id: run, kind: .catalog, started: started)
        return await frame.run(began) { watchdog, report throws(StoreError) in
            try await execute(run, shrink: shrink, full: full, watchdog, into: &report)
        }
    }

    private func execute(
        _ run: RunID, shrink: ShrinkPolicy, full: Bool, _ watchdog: Watchdog,
        into report: inout RunReport
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
        let revision = try await store.revision(of: connectionID)
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
        let settlement = try await store.applyListing(
            connectionID, rule: { ArchiveRule(fingerprint: $0)?.standing },
            verdict: pass.finish(after: failure?.message), since: revision, shrink: shrink)
        report.take(settlement)
        report.conclude(
            failure: failure, incomplete: settlement.incomplete, listed: listed,
            isInterrupted: isInterrupted)
    }

    /// Reads and commits pages until the end mark, or a failure that ends the listing.
    private func read(
        into pass: inout CatalogPass, by mapper: PageMapper, _ watchdog: Watchdog,
        report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        let asking = Asking(clock: clock, isRefused: { [line] in line.isRefused }, progress: tell)
        let reader = ListingReader(provider: provider, connection: connection, asking: asking)
        var work = PagesAtWork(
            reader: reader, executor: line.executor, requests: pass.requests, store: store,
            watchdog: watchdog)
        defer { report.counters.seen = pass.rows }
        do throws(StoreError) {
            let failure = try await follow(&work, into: &pass, by: mapper, watchdog, report: &report)
            work.cancel()
            try await work.writing.finish()
            return failure
        } catch {
            // Nothing of this run goes on once its lease is given back.
            work.cancel()
            try? await work.writing.finish()
            throw error
        }
    }

    /// Three pages are at work at once: one is fetched, one is mapped, one is written.
    private func follow(
        _ work: inout PagesAtWork, into pass: inout CatalogPass, by mapper: PageMapper,
        _ watchdog: Watchdog, report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        var fence = ListingFence.catalog
        var restarts = 0
        while !Task.isCancelled {
            let answer: CatalogAnswer
            do throws(Failure) {
                answer = try await work.next()
                try fence.check(answer)
            } catch { return error }
            var lost: String?
            switch answer {
            case .checkpointRefused(let reason): lost = reason
            case .unchanged(let rows, let next, let total):
                switch pass.pass(unchanged: rows, next: next, total: total) {
                case .mustBeRead: lost = "an item has moved to a page that was not read"
                case .commit(let commit):
                    report.counters.skipped += commit.skipped
                    try await work.writing.begin(commit)
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
                try await work.writing.begin(commit)
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
                fence = .catalog
                work.begin(pass.requests)
            }
            tell(.listing(rows: pass.rows, total: pass.total))
            do throws(Failure) { try fence.check(rows: pass.rows, of: pass.total) } catch { return error }
        }
        return RunReport.interrupted
    }

    private func tell(_ news: RunProgress) { progress(news.mapReason { line.hidingSecrets($0).clipped }) }
}
