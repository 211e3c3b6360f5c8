import Synchronization

/// Collects what a callback receives.
package final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    package init() {}

    package func add(_ element: Element) { elements.withLock { $0.append(element) } }
    package func add(_ batch: [Element]) { elements.withLock { $0 += batch } }
    package var all: [Element] { elements.withLock { $0 } }
}
