import ConnectorKit
import Foundation
import Store

extension DeliveryRound {
    /// How often the rest of a batch that stopped half-way is sent again in one delivery (our decision).
    private static let passes = 3

    /// Sends all that waits of one kind in the largest batches, up to three at once (contract section 11).
    ///
    /// Statistics go one batch after the other: what the platform makes of one depends on what it has.
    mutating func sendBatches(_ work: DeliveryWork, _ kind: BatchKind) async throws(StoreError) {
        let total = try await store.waiting(work, of: run.company)
        guard total > 0 else { return }
        var way = BatchesUnderWay(platform: platform, width: kind == .statistics ? 1 : 3, total: total)
        for _ in 0..<Self.passes {
            way.putBack = 0
            for destination in try await store.destinations(of: run.company) {
                try await send(work, kind, to: destination, over: &way)
            }
            while let end = await way.next() { try await settle(end, over: &way) }
            guard way.putBack > 0, isGoingOn else { return }
        }
    }

    private mutating func send(
        _ work: DeliveryWork, _ kind: BatchKind, to destination: StoredDestination,
        over way: inout BatchesUnderWay
    ) async throws(StoreError) {
        var maker = BatchMaker(round: self, work: work, kind: kind, destination: destination.id)
        while isGoingOn, !blocked.contains(destination.id), kind != .statistics || way.putBack == 0,
            let (items, entries) = try await maker.next()
        {
            let batch = try await store.beginBatch(work, entries, to: destination.id, at: run.now())
            let operation = try await submit(batch, kind, items, to: Destination(id: destination.remote))
            guard let operation else { return }
            way.add(batch, operation)
            while way.isFull, let end = await way.next() { try await settle(end, over: &way) }
        }
    }

    /// Hands a batch over. One batch at a time is without its operation, so that what is looked for is never
    /// taken for another.
    ///
    /// - Returns: nil where it was not taken, or nobody knows; then nothing further is sent there.
    private mutating func submit(
        _ batch: SentBatch, _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(StoreError) -> OperationID? {
        var pause = Duration.seconds(1)
        var attempt = 1
        while true {
            let problem: Failure
            switch await handOver(kind, items, to: destination) {
            case .success(let operation):
                try await store.keep(operation, of: batch)
                return operation
            case .failure(let failure): problem = failure
            }
            // Cancelled on its way: the next delivery asks what became of it.
            if Task.isCancelled { return nil }
            if problem.leavesItOpen {
                switch try await lookUp(batch, kind) {
                case .found(let operation): return operation
                case .unknown: return nil
                case .absent where attempt < Self.attempts:
                    attempt += 1
                    try? await run.clock.sleep(for: pause)
                    pause *= 2
                    continue
                case .absent: break
                }
            }
            failed(problem, at: batch.destination)
            try await putBack(batch, problem.message)
            return nil
        }
    }

    /// How often a batch is handed over whose answer was lost and that was not taken (our decision).
    private static let attempts = 4

    private func handOver(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async -> Result<OperationID, Failure> {
        do throws(Failure) {
            return .success(try await platform.submit(kind, items, to: destination))
        } catch {
            return .failure(error)
        }
    }

    enum Search {
        case found(OperationID), absent
        /// The platform could not be asked; the delivery ends.
        case unknown
    }

    /// Looks for the operation that took a batch whose answer was lost.
    mutating func lookUp(_ batch: SentBatch, _ kind: BatchKind) async throws(StoreError) -> Search {
        let known = Set(try await store.knownOperations().map { OperationID($0) })
        let found: OperationID?
        do throws(Failure) {
            found = try await platform.operation(
                taking: Set(batch.items.map(\.key)), of: kind, since: batch.sent, besides: known)
        } catch {
            failed(error, at: nil)
            halt = error
            return .unknown
        }
        guard let found else { return .absent }
        try await store.keep(found, of: batch)
        return .found(found)
    }

    func putBack(_ batch: SentBatch, _ reason: String?) async throws(StoreError) {
        var results = DeliveryResults()
        results.unfinished = batch.items.map(\.id)
        results.reason = reason
        try await store.settle(batch, results, in: report.id)
    }

    /// Writes down what became of a batch.
    private mutating func settle(
        _ end: BatchesUnderWay.End, over way: inout BatchesUnderWay
    ) async throws(StoreError) {
        switch end.result {
        case .success(let outcome):
            way.putBack += try await settle(end.batch, outcome)
            way.done += end.batch.items.count
            run.progress(.sending(end.batch.work, done: way.done, total: max(way.total, way.done)))
        case .failure(let failure):
            // It stays in flight: the next delivery asks about it.
            failed(failure, at: nil)
            halt = failure
        }
    }

    /// - Returns: how many of its items were not done.
    @discardableResult
    mutating func settle(_ batch: SentBatch, _ outcome: BatchOutcome) async throws(StoreError) -> Int {
        var results = DeliveryResults()
        var refused: [(BatchItem, String)] = []
        for item in batch.items {
            switch outcome.results[item.key] {
            case .accepted(let resource): results.accepted.append((item.id, resource))
            case .refused(let reason): refused.append((item, reason))
            case nil: results.unfinished.append(item.id)
            }
        }
        switch outcome.end {
        case .stopped(let reason): results.reason = "the platform stopped: \(reason)"
        case .forgotten: results.reason = "the platform no longer knows what became of it"
        case .completed: results.reason = "the platform did not say what became of it"
        }
        try await judge(refused, batch.work, into: &results)
        let created = try await store.settle(batch, results, in: report.id)
        count(batch.work, results, created: created)
        return results.unfinished.count
    }

    /// Tells statistics of learners the platform does not know from those it refuses for another reason: its
    /// answer is free text (reference/lms-api-facts.md A3), so it is asked whom it knows.
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
            if known[learner.mail] == nil {
                known[learner.mail] = (try? await platform.hasLearner(learner.mail)) ?? true
            }
            results.refused.append((item.id, reason, known[learner.mail] == false))
        }
    }

    mutating func count(_ work: DeliveryWork, _ results: DeliveryResults, created: Int = 0) {
        let accepted = results.accepted.count
        let unmatched = results.refused.count(where: \.isUnmatched)
        report.counters.seen += accepted + results.refused.count
        report.counters.skipped += results.refused.count
        report.refused += results.refused.count - unmatched
        report.unmatched += unmatched
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

extension Store {
    fileprivate func keep(_ operation: OperationID, of batch: SentBatch) async throws(StoreError) {
        try await setOperation(operation.text, of: batch.id)
    }
}

extension Failure {
    /// Whether a batch may have been taken all the same.
    fileprivate var leavesItOpen: Bool {
        switch self {
        case .transient, .contract: true
        default: false
        }
    }
}
