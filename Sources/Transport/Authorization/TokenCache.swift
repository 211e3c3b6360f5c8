package import ConnectorKit
import Synchronization

/// The access token of one connection. Only one request at a time fetches it, and it is renewed before it
/// expires.
///
/// The fetch runs in its own task. If a waiting task is cancelled, the others still get their token.
package final class TokenCache: Sendable {
    /// Fetches a token; nil if the service needs none.
    package typealias Fetch = @Sendable () async throws(Failure) -> AccessToken?

    /// A fetched token.
    struct Held: Sendable {
        let token: Secret?
        /// The number of the fetch. A caller whose token was refused can ask for a later one.
        let generation: Int
        /// Nil if it never expires.
        let renewal: ContinuousClock.Instant?
    }

    private struct State {
        var held: Held?
        var fetches = 0
        var isFetching = false
        var lastWaiter = 0
        var waiters: [Int: CheckedContinuation<Result<Held, Failure>, Never>] = [:]
    }

    /// The fraction of its lifetime after which a token is renewed: 11.5 hours of 12
    /// (our decision).
    static let usedUp = 0.96

    private let state = Mutex(State())
    private let fetch: Fetch
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        fetch: @escaping Fetch
    ) {
        self.now = now
        self.fetch = fetch
    }

    /// The number of requests that wait for a token.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Returns the current token. Fetches one if there is none or if it is about to expire.
    ///
    /// - Parameters:
    ///   - request: The request that needs the token, named in the failure if the task is cancelled.
    ///   - refused: The generation that was refused; only a later one is returned.
    /// - Throws: What the fetch throws, to every waiting task; ``Failure/fatal(_:)`` if cancelled.
    func token(for request: HTTPRequest, after refused: Int = 0) async throws(Failure) -> Held {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait(continuation, as: waiter, for: request, after: refused)
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?
                .resume(returning: .failure(request.cancelled))
        }.get()
    }

    private func wait(
        _ continuation: CheckedContinuation<Result<Held, Failure>, Never>, as waiter: Int,
        for request: HTTPRequest, after refused: Int
    ) {
        let time = now()
        let (known, begins) = state.withLock { state -> (Result<Held, Failure>?, Bool) in
            // Checked under the lock: the cancellation may have come before there was a waiter to remove.
            if Task.isCancelled { return (.failure(request.cancelled), false) }
            if let held = state.held, held.generation > refused, held.renewal.map({ time < $0 }) ?? true {
                return (.success(held), false)
            }
            state.waiters[waiter] = continuation
            defer { state.isFetching = true }
            return (nil, !state.isFetching)
        }
        if let known { continuation.resume(returning: known) }
        if begins { Task { await renew() } }
    }

    private func renew() async {
        // The lifetime counts from before the request, since the issuer's start is unknown.
        let asked = now()
        let fetched: Result<AccessToken?, Failure>
        do throws(Failure) { fetched = .success(try await fetch()) } catch { fetched = .failure(error) }
        let (waiters, result) = state.withLock { state in
            state.isFetching = false
            state.fetches += 1
            let result = fetched.map { token in
                Held(
                    token: token?.value, generation: state.fetches,
                    renewal: token.map { asked + $0.lifetime * Self.usedUp })
            }
            state.held = try? result.get()
            defer { state.waiters = [:] }
            return (state.waiters, result)
        }
        for waiter in waiters.values { waiter.resume(returning: result) }
    }
}
