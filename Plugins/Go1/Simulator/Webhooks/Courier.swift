import SimulatorSupport
import ConnectorKit
import Synchronization

/// The queue of webhook calls, and those that were made.
///
/// How Go1 reacts to a response other than 2xx is not documented, but calls have an attempt number (rule
/// G14). Here a call is repeated after a pause that doubles, up to a limit.
final class Courier: Sendable {
    struct Call: Sendable {
        let event: WebhookEvent
        let webhookID: String
        let attempt: Int
        /// Whether it repeats an answered call.
        let isDuplicate: Bool
    }

    private struct State {
        var waiting: [Call] = []
        var made: [Go1Portal.MadeCall] = []
        /// The number of calls that wait, are running, or pause before another attempt.
        var open = 0
        var taken = 0
        var bell: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// Returns a stream with one element for every call that waits, from now on.
    func begin() -> AsyncStream<Void> {
        let (calls, bell) = AsyncStream.makeStream(of: Void.self)
        let waiting = state.withLock { state in
            state.bell = bell
            return state.waiting.count
        }
        for _ in 0..<waiting { bell.yield() }
        return calls
    }

    var made: [Go1Portal.MadeCall] { state.withLock(\.made) }
    var open: Int { state.withLock(\.open) }

    func add(_ call: Call) {
        let bell = state.withLock { state in
            state.waiting.append(call)
            state.open += 1
            return state.bell
        }
        bell?.yield()
    }

    /// Removes the next call: the oldest, or any of the oldest 64 if calls are to be out of order.
    func next(outOfOrder: Bool, seed: UInt64) -> Call? {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            state.taken += 1
            var draw = SeededRandom(seed: seed, state.taken, stream: 22)
            return state.waiting.remove(at: outOfOrder ? draw.below(min(64, state.waiting.count)) : 0)
        }
    }

    func finish(_ call: Go1Portal.MadeCall) {
        state.withLock { state in
            state.made.append(call)
            state.open -= 1
        }
    }

    func drop() { state.withLock { $0.open -= 1 } }
}
