import Synchronization

/// Which items of a simulated service were changed while it served, by their numbers.
package final class SimulatedRevisions: Sendable {
    private let state = Mutex<Set<Int>>([])

    package init() {}

    package var numbers: Set<Int> { state.withLock(\.self) }

    package func insert(_ number: Int) { state.withLock { _ = $0.insert(number) } }
}
