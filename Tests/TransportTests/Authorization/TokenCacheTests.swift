import ConnectorKit
import Synchronization
import Testing
import TestSupport

@testable import Transport

/// Issues the tokens t1, t2, …, each when the test allows it, with a clock that the test sets.
private final class Issuer: Sendable {
    private struct State {
        var now = ContinuousClock.now
        var fetches = 0
        var isOpen: Bool
        var waiting: [CheckedContinuation<Void, Never>] = []
        var failures: [Failure]
    }

    private let state: Mutex<State>

    init(isOpen: Bool = true, failures: [Failure] = []) {
        state = Mutex(State(isOpen: isOpen, failures: failures))
    }

    var fetches: Int { state.withLock { $0.fetches } }

    var cache: TokenCache {
        TokenCache(
            now: { self.state.withLock { $0.now } }, fetch: { () throws(Failure) in try await self.issue() })
    }

    func advance(_ time: Duration) { state.withLock { $0.now += time } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func issue() async throws(Failure) -> AccessToken? {
        state.withLock { $0.fetches += 1 }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        let (number, failure) = state.withLock { state in
            (state.fetches, state.failures.isEmpty ? nil : state.failures.removeFirst())
        }
        if let failure { throw failure }
        return AccessToken(value: Secret("t\(number)"), lifetime: .seconds(1000))
    }
}

@Suite struct TokenCacheTests {
    private let request = HTTPRequest(.get, "https://h.example/x?key=s3cret")

    @Test("A token is kept for 96 % of its lifetime and then renewed")
    func lifetime() async throws {
        let issuer = Issuer()
        let cache = issuer.cache
        #expect(try await cache.token(for: request).token == Secret("t1"))
        issuer.advance(.seconds(959))
        #expect(try await cache.token(for: request).token == Secret("t1"))
        issuer.advance(.seconds(1))
        #expect(try await cache.token(for: request).token == Secret("t2"))
        #expect(issuer.fetches == 2)
    }

    @Test("One request fetches the token for any number of waiting requests")
    func oneFetch() async throws {
        let issuer = Issuer(isOpen: false)
        let cache = issuer.cache
        let waiters = (1...50).map { _ in
            Task { () async throws(Failure) in try await cache.token(for: request).token }
        }
        await eventually("all wait") { cache.waiting == 50 }
        await eventually("the fetch begins") { issuer.fetches == 1 }
        issuer.open()
        for waiter in waiters { #expect(try await waiter.value == Secret("t1")) }
        #expect(issuer.fetches == 1)
    }

    @Test("A request refused with an old token gets the newer one without another fetch")
    func newerToken() async throws {
        let issuer = Issuer()
        let cache = issuer.cache
        let first = try await cache.token(for: request)
        let second = try await cache.token(for: request, after: first.generation)
        #expect(second.token == Secret("t2"))
        #expect(try await cache.token(for: request, after: first.generation).token == Secret("t2"))
        #expect(issuer.fetches == 2)
    }

    @Test("A cancelled waiter ends at once, and the others get their token")
    func cancelled() async throws {
        let issuer = Issuer(isOpen: false)
        let cache = issuer.cache
        let first = Task { () async throws(Failure) in try await cache.token(for: request) }
        let second = Task { () async throws(Failure) in try await cache.token(for: request) }
        await eventually("both wait") { cache.waiting == 2 }
        first.cancel()
        await #expect(throws: Failure.fatal("GET https://h.example/x was cancelled")) {
            try await first.value
        }
        issuer.open()
        #expect(try await second.value.token == Secret("t1"))
        #expect(issuer.fetches == 1)
    }

    @Test("A failed fetch fails every waiter, and the next request tries again")
    func failure() async throws {
        let issuer = Issuer(isOpen: false, failures: [.credentials("refused")])
        let cache = issuer.cache
        let waiters = (1...3).map { _ in
            Task { () async throws(Failure) in try await cache.token(for: request) }
        }
        await eventually("all wait") { cache.waiting == 3 }
        issuer.open()
        for waiter in waiters {
            await #expect(throws: Failure.credentials("refused")) { try await waiter.value }
        }
        #expect(try await cache.token(for: request).token == Secret("t2"))
    }

    @Test("If no token is needed, this is asked once")
    func none() async throws {
        let asked = Atomic(0)
        let cache = TokenCache { () throws(Failure) in
            asked.add(1, ordering: .relaxed)
            return nil
        }
        for _ in 1...3 { #expect(try await cache.token(for: request).token == nil) }
        #expect(asked.load(ordering: .relaxed) == 1)
    }
}
