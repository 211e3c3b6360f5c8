import ConnectorKit
import Dispatch
import Synchronization
import TestSupport

/// Code that does not come back until the test lets it.
final class Trap: Sendable {
    let clock: TickingClock
    private let semaphore = DispatchSemaphore(value: 0)
    private let open = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    init(_ clock: TickingClock) { self.clock = clock }

    /// Keeps the thread, as `while true {}` would, and lets the time a run is patient pass meanwhile.
    func keepThread() {
        guard !open.withLock({ $0.isOpen }) else { return }
        clock.tick(.seconds(121))
        semaphore.wait()
        semaphore.signal()
    }

    /// Keeps the task, whether or not it is cancelled.
    func keepTask() async {
        clock.tick(.seconds(121))
        await withCheckedContinuation { continuation in
            let isOpen = open.withLock { open in
                if !open.isOpen { open.waiting.append(continuation) }
                return open.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    private let listed = Mutex(0)

    /// Says that a page was taken.
    func pageWasTaken() { listed.withLock { $0 += 1 } }

    /// Waits until a page was taken: time that passes before that is no time without progress.
    func waitForPage() async {
        while !listed.withLock({ taken in
            defer { taken = max(0, taken - 1) }
            return taken > 0
        }) { await Task.yield() }
    }

    func release() {
        let waiting = open.withLock { open in
            open.isOpen = true
            defer { open.waiting = [] }
            return open.waiting
        }
        for continuation in waiting { continuation.resume() }
        semaphore.signal()
    }
}
