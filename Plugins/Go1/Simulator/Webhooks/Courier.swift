import ConnectorKit
import Synchronization

/// Calls that wait to be made, and those that were.
///
/// What the service does about an answer that is no 2xx is not documented, save that attempts are counted
/// (reference/go1-api-facts.md 4). Here it tries again after a pause that doubles, and gives up in the end.
final class Courier: Sendable {
    struct Call: Sendable {
        let event: WebhookEvent
        let webhookID: String
        let attempt: Int
        /// Whether it repeats one that was answered.
        let isDuplicate: Bool
    }

    private struct State {
        var waiting: [Call] = []
        var made: [Go1Portal.MadeCall] = []
        /// Those that wait, are being made, or pause before another attempt.
        var open = 0
        var taken = 0
        var bell: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// Rings once for every call that waits, from now on.
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

    /// The next call: the oldest, or any of the oldest 64 where calls are to come out of order.
    func take(outOfOrder: Bool, seed: UInt64) -> Call? {
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
