import ConnectorKit
import Foundation
import Model
import Store

extension DeliveryRound {
    /// Sends all that waits of one kind in the largest batches, up to three at once (rules D5 and D11).
    ///
    /// Statistics go one batch after the other: what the platform makes of one depends on what it has.
    mutating func sendBatches(_ work: DeliveryWork, _ kind: BatchKind) async throws(StoreError) {
        let total = try await store.waiting(work, of: run.company)
        guard total > 0 else { return }
        var way = BatchesUnderWay(platform: platform, width: kind == .statistics ? 1 : 3, total: total)
        for destination in try await store.destinations(of: run.company) {
            var maker = BatchMaker(
                platform: platform, leased: leased, run: report.id, work: work, kind: kind,
                destination: destination.id)
            while isGoingOn, !blocked.contains(destination.id), let outgoing = try await maker.next() {
                switch try await submit(outgoing, work, kind, to: destination) {
                case .taken(let batch, let operation): way.add(batch, outgoing, operation, kind, destination)
                case .refused(let failure):
                    try await isolate(outgoing, work, kind, in: destination, after: failure.message)
                case .stopped: break
                }
                while way.isFull, let end = await way.next() { try await settle(end, over: &way) }
            }
        }
        while let end = await way.next() { try await settle(end, over: &way) }
    }

    /// Writes down what became of a batch, and sends again what its operation left.
    private mutating func settle(
        _ end: BatchesUnderWay.End, over way: inout BatchesUnderWay
    ) async throws(StoreError) {
        guard let left = try await settle(end.batch, end.result) else { return }
        way.done += end.batch.items.count
        run.progress(.sending(end.batch.work, done: way.done, total: max(way.total, way.done)))
        guard !left.items.isEmpty else { return }
        try await isolate(
            end.outgoing.only(left.items), end.batch.work, end.kind, in: end.destination, after: left.reason)
    }

    /// - Returns: what was neither done nor refused; nil if nobody knows yet.
    mutating func settle(
        _ batch: SentBatch, _ result: Result<BatchOutcome, Failure>
    ) async throws(StoreError) -> Left? {
        switch result {
        case .success(let outcome): return try await settle(batch, outcome)
        case .failure(let failure):
            // It stays in flight: the next delivery asks about it.
            failed(failure, at: nil)
            halt = failure
            return nil
        }
    }

    /// What a batch left undone, and why.
    struct Left {
        let items: [OutboxID]
        let reason: String
    }

    @discardableResult
    mutating func settle(_ batch: SentBatch, _ outcome: BatchOutcome) async throws(StoreError) -> Left {
        var results = DeliveryResults()
        var refused: [(BatchItem, String)] = []
        for item in batch.items {
            switch outcome.results[item.key] {
            case .accepted(let resource): results.accepted.append((item.id, resource))
            case .refused(let reason): refused.append((item, reason))
            case nil: results.unfinished.append(item.id)
            }
        }
        let reason =
            switch outcome.end {
            case .stopped(let reason): "the platform stopped: \(reason)"
            case .forgotten: "the platform no longer knows what became of it"
            case .completed: "the platform did not say what became of it"
            }
        results.reason = reason
        try await judge(refused, batch.work, into: &results)
        let created = try await leased.record(results, of: batch, in: report.id)
        count(batch.work, results, created: created)
        return Left(items: results.unfinished, reason: reason)
    }

    /// Tells statistics of learners the platform does not know from those it refuses for another reason: its
    /// answer is free text (rule D12), so it is asked whom it knows.
    private mutating func judge(
        _ refused: [(item: BatchItem, reason: String)], _ work: DeliveryWork,
        into results: inout DeliveryResults
    ) async throws(StoreError) {
        guard work == .statistics, !refused.isEmpty else {
            results.refused = refused.map { ($0.item.id, $0.reason, false) }
            return
        }
        let learners = try await store.learners(of: refused.map(\.item.id))
        var known: [String: Bool] = [:]
        for (item, reason) in refused {
            guard let learner = learners[item.id] else {
                results.refused.append((item.id, reason, false))
                continue
            }
            if known[learner.mail] == nil, learner.unmatched == reason { known[learner.mail] = false }
            if known[learner.mail] == nil, isGoingOn {
                do throws(Failure) {
                    known[learner.mail] = try await platform.hasLearner(learner.mail)
                } catch {
                    results.reason = error.message
                    failed(error, at: nil)
                    halt = error
                }
            }
            // Nobody knows whose fault it is, so it is not held against the statistic.
            guard let isKnown = known[learner.mail] else {
                results.unfinished.append(item.id)
                continue
            }
            results.refused.append((item.id, reason, !isKnown))
        }
    }

    mutating func count(_ work: DeliveryWork, _ results: DeliveryResults, created: Int = 0) {
        let accepted = results.accepted.count
        let unmatched = results.refused.count(where: \.isUnmatched)
        report.counters.seen += accepted + results.refused.count
        report.counters.skipped += results.refused.count
        report.refused += results.refused.count - unmatched
        report.unmatched += unmatched
        report.remarks += results.remarks.count
        switch work {
        case .courses:
            report.counters.created += created
            report.counters.updated += accepted - created
        case .archive: report.counters.archived += accepted
        case .restore: report.counters.unarchived += accepted
        case .statistics: report.statistics += accepted
        case .tags: report.tagged += accepted
        }
    }
}
