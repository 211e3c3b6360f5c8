import Synchronization

/// Lets one task sleep until a while has passed or somebody rings.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the sleeper, or keeps the next from falling asleep.
    func ring() { wake { $0.isRung = true } }

    /// Sleeps; a cancelled task wakes at once.
    func sleep(for duration: Duration, on clock: any Clock<Duration>) async {
        await withTaskGroup { group in
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await self.rung() }
            await group.next()
            group.cancelAll()
        }
    }

    private func rung() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                state.withLock { $0.sleeper = sleeper }
                // A ring, or a cancellation, may have come before there was anybody to wake.
                if state.withLock({ $0.isRung }) || Task.isCancelled { wake { _ in } }
            }
            state.withLock { $0.isRung = false }
        } onCancel: {
            wake { _ in }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let sleeper = state.withLock { state in
            change(&state)
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }
}
