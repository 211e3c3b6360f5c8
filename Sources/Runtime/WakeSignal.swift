import Synchronization

/// Lets one task sleep until a time has passed or somebody wakes it.
package final class WakeSignal: Sendable {
    private struct State {
        var isSignaled = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes the sleeper, or the next one at once.
    package func wake() { resume { $0.isSignaled = true } }

    /// Sleeps; a cancelled task wakes at once.
    package func sleep(for duration: Duration, on clock: any Clock<Duration>) async {
        await withTaskGroup { group in
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await self.signaled() }
            await group.next()
            group.cancelAll()
        }
    }

    private func signaled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                state.withLock { $0.sleeper = sleeper }
                // A signal, or a cancellation, may have come before there was anybody to wake.
                if state.withLock({ $0.isSignaled }) || Task.isCancelled { resume { _ in } }
            }
            state.withLock { $0.isSignaled = false }
        } onCancel: {
            resume { _ in }
        }
    }

    private func resume(_ change: (inout State) -> Void) {
        let sleeper = state.withLock { state in
            change(&state)
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }
}
