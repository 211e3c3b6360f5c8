import ConnectorKit
import Store

/// The batches that were handed over, and whose end is waited for.
struct BatchesUnderWay {
    struct End {
        let batch: SentBatch
        let result: Result<BatchOutcome, Failure>
    }

    let platform: any Platform
    let width: Int
    let total: Int
    var done = 0
    /// Items of batches that stopped half-way.
    var putBack = 0
    private var waits: [Task<End, Never>] = []

    init(platform: any Platform, width: Int, total: Int) {
        self.platform = platform
        self.width = width
        self.total = total
    }

    var isFull: Bool { waits.count >= width }

    mutating func add(_ batch: SentBatch, _ operation: OperationID) {
        let platform = platform
        waits.append(
            Task {
                do throws(Failure) {
                    return End(batch: batch, result: .success(try await platform.outcome(of: operation)))
                } catch {
                    return End(batch: batch, result: .failure(error))
                }
            })
    }

    /// The end of the batch that was handed over first; nil where none is under way.
    mutating func next() async -> End? {
        guard !waits.isEmpty else { return nil }
        let first = waits.removeFirst()
        return await withTaskCancellationHandler {
            await first.value
        } onCancel: {
            first.cancel()
        }
    }
}
