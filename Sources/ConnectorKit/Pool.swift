import Synchronization

/// A fixed number of things that are taken, used and given back; who finds none waits, in order.
package final class Pool<Element: Sendable>: Sendable {
    private struct State {
        var free: [Element]
        var waiters: [(id: Int, continuation: CheckedContinuation<Element?, Never>)] = []
        var lastWaiter = 0
    }

    private let state: Mutex<State>

    package init(_ elements: [Element]) { state = Mutex(State(free: elements)) }

    /// The one that was given back first, once there is one; nil when cancelled.
    package func take() async -> Element? {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, as: waiter) }
        } onCancel: {
            state.withLock { state in
                state.waiters.firstIndex { $0.id == waiter }.map { state.waiters.remove(at: $0) }
            }?.continuation.resume(returning: nil)
        }
    }

    /// One that is free now; nil if none is.
    package func takeIfFree() -> Element? {
        state.withLock { $0.free.isEmpty ? nil : $0.free.removeFirst() }
    }

    package func give(_ element: Element) {
        let waiter = state.withLock { state in
            if state.waiters.isEmpty {
                state.free.append(element)
                return nil as CheckedContinuation<Element?, Never>?
            }
            return state.waiters.removeFirst().continuation
        }
        waiter?.resume(returning: element)
    }

    private func wait(_ continuation: CheckedContinuation<Element?, Never>, as waiter: Int) {
        let known = state.withLock { state -> Element?? in
            // Seen under the lock: the cancellation may have come before there was a waiter to remove.
            if Task.isCancelled { return .some(nil) }
            if !state.free.isEmpty { return .some(state.free.removeFirst()) }
            state.waiters.append((waiter, continuation))
            return nil
        }
        if let known { continuation.resume(returning: known) }
    }
}
