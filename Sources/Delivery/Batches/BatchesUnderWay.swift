import ConnectorKit
import Store

/// The batches that were handed over, and whose end is waited for.
struct BatchesUnderWay {
    struct End {
        let batch: SentBatch
        let outgoing: OutgoingBatch
        let kind: BatchKind
        let destination: StoredDestination
        let result: Result<BatchOutcome, Failure>
    }

    let platform: any DeliveryPlatform
    let width: Int
    let total: Int
    var done = 0
    private var waits: [Task<End, Never>] = []

    init(platform: any DeliveryPlatform, width: Int, total: Int) {
        self.platform = platform
        self.width = width
        self.total = total
    }

    var isFull: Bool { waits.count >= width }

    mutating func add(
        _ batch: SentBatch, _ outgoing: OutgoingBatch, _ operation: OperationID, _ kind: BatchKind,
        _ destination: StoredDestination
    ) {
        let platform = platform
        waits.append(
            Task {
                End(
                    batch: batch, outgoing: outgoing, kind: kind, destination: destination,
                    result: await platform.end(of: operation))
            })
    }

    /// The end of the batch that was handed over first; nil if none is under way.
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

extension PlatformClient {
    /// What became of an operation, or why nobody knows.
    func end(of operation: OperationID) async -> Result<BatchOutcome, Failure> {
        do throws(Failure) { return .success(try await outcome(of: operation)) } catch {
            return .failure(error)
        }
    }
}
