package import Host
package import Hummingbird
import Runtime

/// Keeps the calls of one token from holding up those of others (rule L9).
///
/// A heavy call, one with a long body or an export, runs on a thread that only heavy calls use; the threads that answer
/// all others never parse a long body.
package struct FairCalls: Sendable {
    private let calls = CallShares(each: 8, line: 100)
    /// As many bodies are in memory at once.
    private let heavyCalls = CallShares(each: 2, all: 8, line: 8)
    private let streams = OpenStreams()
    private let executor: any TaskExecutor
    private let thread: DedicatedThread?

    package init() {
        let thread = DedicatedThread("heavy calls")
        self.thread = thread
        executor = thread.executor
    }

    /// - Parameter executor: runs heavy calls.
    init(executor: any TaskExecutor) {
        thread = nil
        self.executor = executor
    }

    /// Answers a request of a token when it is its turn.
    ///
    /// - Parameter isHeavy: whether the work is heavy, however short the body is.
    /// - Throws: ``Problem`` if too many calls of the token wait already; what the work throws.
    package func answer(
        _ request: Request, of token: APIToken, isHeavy: Bool = false,
        _ work: () async throws -> Response
    ) async throws -> Response {
        guard isHeavy || request.mayBeLong else { return try await calls.perform(for: token.id, work) }
        return try await heavyCalls.perform(for: token.id) {
            try await calls.perform(for: token.id) {
                try await withTaskExecutorPreference(executor) { try await work() }
            }
        }
    }

    /// Opens a streamed answer of a token.
    ///
    /// - Throws: ``Problem`` if the token has too many open; what the work throws.
    package func stream(
        _ token: APIToken, _ work: () async throws -> Response
    ) async throws -> Response {
        try await streams.answer(token.id, work)
    }
}
