import Synchronization

/// What a 360Learning company may be asked for at once, shared by all deployments of that company.
///
/// Limits: 50 reads and 10 writes a second, 3 bulk operations at once (reference/lms-api-facts.md A1); paced
/// below them, at 45 and 9 (contract section 11; design.md "Two processes, one store").
package final class CompanyBudget: Sendable {
    let reads: Pace
    let writes: Pace
    /// The bulk operations that may be under way.
    let operations: Pool<Void>
    /// Operations that hold a place.
    private let held = Mutex<Set<OperationID>>([])

    package init(clock: any Clock<Duration>) {
        reads = Pace(perSecond: 45, clock: clock)
        writes = Pace(perSecond: 9, clock: clock)
        operations = Pool([(), (), ()])
    }

    /// Counts an operation as under way: one that took a place, or one of an earlier run.
    func hold(_ operation: OperationID, hasPlace: Bool) {
        held.withLock { held in
            guard !held.contains(operation), hasPlace || operations.takeIfFree() != nil else { return }
            held.insert(operation)
        }
    }

    /// Gives back the place of an operation that has ended.
    func release(_ operation: OperationID) {
        if held.withLock({ $0.remove(operation) }) != nil { operations.give(()) }
    }
}
