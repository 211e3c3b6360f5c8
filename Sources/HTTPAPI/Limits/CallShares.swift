import HTTPTypes
import Synchronization

/// Gives each token its share (rule L9): so many calls at once; more wait in line, first come, first served among those
/// whose token has room, and a call that finds its token's line full is refused.
final class CallShares: Sendable {
    private let each: Int
    private let all: Int
    private let line: Int
    private let state = Mutex(State())

    private struct State {
        var running: [Int64: Int] = [:]
        var total = 0
        var waiting: [Waiting] = []
        var last: UInt64 = 0

        struct Waiting {
            let id: UInt64
            let token: Int64
            let continuation: CheckedContinuation<Bool, Never>
        }
    }

    /// - Parameters:
    ///   - each: the most calls of a token at once.
    ///   - all: the most calls of all tokens at once.
    ///   - line: the most calls of a token that wait.
    init(each: Int, all: Int = .max, line: Int) {
        self.each = each
        self.all = all
        self.line = line
    }

    /// Does work of a token when it is its turn.
    ///
    /// - Throws: ``Problem`` if the token's line is full; `CancellationError` if the task is cancelled in line.
    func perform<Value: Sendable>(for token: Int64, _ work: () async throws -> Value) async throws -> Value {
        try await enter(token)
        defer { leave(token) }
        return try await work()
    }

    private func enter(_ token: Int64) async throws {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if hasRoom(token, state) {
                        Self.admit(token, &state)
                        return true
                    }
                    // Its cancellation may have come before it stood in line.
                    guard !Task.isCancelled, state.waiting.count(where: { $0.token == token }) < line else {
                        return false
                    }
                    state.waiting.append(.init(id: id, token: token, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let gone = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            gone?.continuation.resume(returning: false)
        }
        guard !isIn else { return }
        try Task.checkCancellation()
        throw Problem(
            status: .tooManyRequests,
            detail: "too many calls of this token wait already; let some of them end first", retryAfter: 5)
    }

    private func leave(_ token: Int64) {
        let next = state.withLock { state -> [State.Waiting] in
            state.total -= 1
            let left = (state.running[token] ?? 1) - 1
            state.running[token] = left > 0 ? left : nil
            var admitted: [State.Waiting] = []
            while let index = state.waiting.firstIndex(where: { hasRoom($0.token, state) }) {
                let waiting = state.waiting.remove(at: index)
                Self.admit(waiting.token, &state)
                admitted.append(waiting)
            }
            return admitted
        }
        for waiting in next { waiting.continuation.resume(returning: true) }
    }

    private func hasRoom(_ token: Int64, _ state: borrowing State) -> Bool {
        state.total < all && state.running[token, default: 0] < each
    }

    private static func admit(_ token: Int64, _ state: inout State) {
        state.running[token, default: 0] += 1
        state.total += 1
    }
}
