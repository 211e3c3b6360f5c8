import ConnectorKit
import Synchronization

/// The batches that a platform may have under way, shared by all deployments of a company.
final class OperationLimit: Sendable {
    private let places: Pool<Void>
    /// Operations that hold a place.
    private let held = Mutex<Set<OperationID>>([])

    init(_ count: Int) { places = Pool(Array(repeating: (), count: count)) }

    /// Waits for a place; false if cancelled.
    func take() async -> Bool { await places.take() != nil }

    /// Gives back a place that no operation came to hold.
    func giveBack() { places.give(()) }

    /// Counts an operation as under way: one that took a place, or one of an earlier run.
    func hold(_ operation: OperationID, hasPlace: Bool) {
        held.withLock { held in
            guard !held.contains(operation), hasPlace || places.takeIfFree() != nil else { return }
            held.insert(operation)
        }
    }

    /// Gives back the place of an operation that has ended.
    func release(_ operation: OperationID) {
        if held.withLock({ $0.remove(operation) }) != nil { places.give(()) }
    }
}
