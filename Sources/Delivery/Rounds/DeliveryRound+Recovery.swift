import ConnectorKit
import Model
import Store

extension DeliveryRound {
    /// Asks about what an earlier delivery left under way. Nothing is sent before all of it is known: a batch
    /// whose operation is not known could be taken for another.
    mutating func recover() async throws(StoreError) {
        let batches = try await store.sentBatches(of: run.company)
        if !batches.isEmpty { run.progress(.recovering(batches: batches.count)) }
        for batch in batches where isGoingOn {
            guard let kind = batch.work.batchKind else { continue }
            var operation = batch.operation.map { OperationID($0) }
            if operation == nil {
                switch try await lookUp(batch, kind) {
                case .found(let found): operation = found
                case .absent:
                    try await putBack(batch, nil)
                    continue
                case .unknown: return
                }
            }
            guard let operation else { return }
            _ = try await settle(batch, await platform.end(of: operation))
        }
    }
}

extension DeliveryWork {
    /// Nil for what is done by a call a course.
    var batchKind: BatchKind? {
        switch self {
        case .courses: .courses
        case .archive: .archive
        case .statistics: .statistics
        case .restore, .tags: nil
        }
    }
}
