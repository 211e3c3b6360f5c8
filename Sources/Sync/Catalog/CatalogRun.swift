import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Runtime
import Store

/// One pass over a connection's catalog, for all of its deployments.
///
/// Reads the listing, commits page by page, then applies the rules of every group. Absence archives only with the
/// proof of a complete listing; if something goes wrong, what was read is kept.
struct CatalogRun: Sendable {
    let provider: any CatalogProvider
    let run: SupervisedRun

    /// - Parameter full: whether a stored checkpoint is ignored, so that the listing begins at its first page.
    /// - Throws: ``StoreError`` if no record could be begun.
    func run(shrink: ShrinkPolicy, full: Bool) async throws(StoreError) -> RunReport {
        try await run.run(.catalog) { watchdog, report throws(StoreError) in
            try await execute(shrink: shrink, full: full, watchdog, into: &report)
        }
    }

    private func execute(
        shrink: ShrinkPolicy, full: Bool, _ watchdog: Watchdog, into report: inout RunReport
    ) async throws(StoreError) {
        let declared: (paging: Paging, mapping: Mapping)
        do throws(Failure) {
            declared = try await watchdog.outcome(of: "its declarations", on: run.session.thread) {
                [provider, settings = run.connection.settings] in
                (provider.paging(settings), provider.mapping(settings))
            }
        } catch {
            report.conclude(
                failure: error, incomplete: nil, listed: false, isInterrupted: Task.isCancelled)
            return
        }
        let revision = try await run.store.revision(of: run.id)
        var pass = try await CatalogPass(
            run.id, run: report.id, paging: declared.paging, mappingVersion: declared.mapping.version,
            in: run.leased)
        if full { try await pass.restart(full: true) }
        let mapper = PageMapper(
            provider: provider, settings: run.connection.settings, mapping: declared.mapping)
        let failure = try await read(into: &pass, by: mapper, watchdog, report: &report)
        let isInterrupted = failure != nil && Task.isCancelled
        let listed = pass.rows > 0
        if failure == nil, let remark = pass.remark { report.remark(remark) }

        run.progress(.applying)
        let settlement = try await run.leased.applyListing(
            run.id, rule: { ArchiveRule(fingerprint: $0)?.standing },
            verdict: pass.finish(after: failure?.message), since: revision, shrink: shrink)
        report.count(settlement)
        report.conclude(
            failure: failure, incomplete: settlement.incomplete, listed: listed,
            isInterrupted: isInterrupted)
    }

    /// Reads and commits pages until the end mark, or a failure that ends the listing.
    private func read(
        into pass: inout CatalogPass, by mapper: PageMapper, _ watchdog: Watchdog,
        report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        let reader = ListingReader(provider: provider, connection: run.client, retry: run.pageRetry)
        var pipeline = ListingPipeline(
            reader: reader, executor: run.session.executor, requests: pass.requests, store: run.leased,
            watchdog: watchdog)
        defer { report.counters.seen = pass.rows }
        do throws(StoreError) {
            let failure = try await follow(&pipeline, into: &pass, by: mapper, watchdog, report: &report)
            pipeline.cancel()
            try await pipeline.writer.finish()
            return failure
        } catch {
            // Nothing of this run goes on once its lease is given back.
            pipeline.cancel()
            try? await pipeline.writer.finish()
            throw error
        }
    }

    /// Three pages are at work at once: one is fetched, one is mapped, one is written.
    private func follow(
        _ pipeline: inout ListingPipeline, into pass: inout CatalogPass, by mapper: PageMapper,
        _ watchdog: Watchdog, report: inout RunReport
    ) async throws(StoreError) -> Failure? {
        var limits = ListingLimits.catalog
        var restarts = 0
        while !Task.isCancelled {
            let answer: CatalogAnswer
            do throws(Failure) {
                answer = try await pipeline.next()
                try limits.check(answer)
            } catch { return error }
            var lost: String?
            switch answer {
            case .checkpointRefused(let reason): lost = reason
            case .unchanged(let rows, let next, let total):
                switch pass.pass(unchanged: rows, next: next, total: total) {
                case .mustBeRead: lost = "an item has moved to a page that was not read"
                case .commit(let commit):
                    report.counters.skipped += commit.skipped
                    try await pipeline.writer.begin(commit)
                case .done: break
                }
                if lost == nil, next == nil { return nil }
                if rows > 0 { watchdog.progressed() }
            case .page(let page):
                let isLast = page.isLast || page.next == nil
                if page.rows > 0 { watchdog.progressed() }
                for remark in page.remarks { report.remark(remark) }
                try await pipeline.writer.settle(page.items)
                let known = try await pass.unknown(page.items)
                var outcome = PageMapper.Outcome()
                if !known.changed.isEmpty {
                    do throws(Failure) {
                        outcome = try await watchdog.outcome(of: "mapping a page", on: run.session.thread) {
                            mapper.map(known.changed)
                        }
                    } catch { return error }
                }
                let refused = (page.refused + outcome.refused).map(\.clipped)
                report.counters.skipped += refused.count
                for remark in outcome.remarks { report.remark(remark) }
                let commit = pass.commit(page, known: known, mapped: outcome.mapped, refused: refused)
                try await pipeline.writer.begin(commit)
                if isLast { return nil }
            }
            if let lost {
                restarts += 1
                guard restarts <= SupervisedRun.restarts else {
                    return .transient("the listing lost its place \(restarts) times (\(lost)); given up")
                }
                run.report(.restarted(lost))
                try await pipeline.writer.finish()
                // Without a checkpoint it was the mark that was refused.
                try await pass.restart(full: pass.request.checkpoint == nil)
                report.counters.skipped = 0
                limits = .catalog
                pipeline.restart(pass.requests)
            }
            run.report(.listing(rows: pass.rows, total: pass.total))
            do throws(Failure) { try limits.check(rows: pass.rows, of: pass.exactTotal) } catch {
                return error
            }
        }
        return .interrupted
    }
}
