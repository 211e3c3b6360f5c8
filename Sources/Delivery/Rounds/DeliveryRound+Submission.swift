import ConnectorKit
import Model
import Store

extension DeliveryRound {
    /// What became of handing a batch over.
    enum Submission {
        case taken(SentBatch, OperationID)
        /// The platform does not take what is in it; nothing was done.
        case refused(Failure)
        /// It was not taken, or nobody knows; then nothing further is sent there.
        case stopped
    }

    /// Hands a batch over. One batch at a time is without its operation, so that what is looked for is never
    /// taken for another.
    mutating func submit(
        _ outgoing: OutgoingBatch, _ work: DeliveryWork, _ kind: BatchKind, to destination: StoredDestination
    ) async throws(StoreError) -> Submission {
        let batch = try await leased.beginBatch(work, outgoing.entries, to: destination.id, at: run.now())
        let place = Destination(id: destination.remote)
        var pause = Duration.seconds(1)
        var attempt = 1
        while true {
            let problem: Failure
            switch await handOver(kind, outgoing.items, to: place) {
            case .success(let operation):
                try await leased.keep(operation, of: batch)
                return .taken(batch, operation)
            case .failure(let failure): problem = failure
            }
            // Cancelled on its way: the next delivery asks what became of it.
            if Task.isCancelled { return .stopped }
            if problem.leavesItOpen {
                switch try await lookUp(batch, kind) {
                case .found(let operation): return .taken(batch, operation)
                case .unknown: return .stopped
                case .absent where attempt < Self.attempts:
                    attempt += 1
                    try? await run.clock.sleep(for: pause)
                    pause *= 2
                    continue
                case .absent: break
                }
            }
            try await putBack(batch, problem.message)
            if case .item = problem { return .refused(problem) }
            failed(problem, at: batch.destination)
            return .stopped
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
        let place =
            try await store.destinations(of: run.company).first { $0.id == batch.destination }?.remote ?? ""
        let known = Set(try await store.knownOperations().map { OperationID($0) })
        let found: OperationID?
        do throws(Failure) {
            found = try await platform.operation(
                taking: Set(batch.items.map(\.key)), of: kind, in: Destination(id: place), since: batch.sent,
                besides: known)
        } catch {
            failed(error, at: nil)
            halt = error
            return .unknown
        }
        guard let found else { return .absent }
        try await leased.keep(found, of: batch)
        return .found(found)
    }

    func putBack(_ batch: SentBatch, _ reason: String?) async throws(StoreError) {
        var results = DeliveryResults()
        results.unfinished = batch.items.map(\.id)
        results.reason = reason
        try await leased.record(results, of: batch, in: report.id)
    }
}

extension LeasedStore {
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
