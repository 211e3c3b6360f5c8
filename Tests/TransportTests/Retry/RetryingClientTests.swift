import ConnectorKit
import Foundation
import Testing
import TestSupport

@testable import Transport

@Suite struct RetryingClientTests {
    private let get = HTTPRequest(.get, "https://h.example/x?key=s3cret")
    private let post = HTTPRequest(.post, "https://h.example/x", body: [1])

    private func client(
        _ base: ScriptedClient, _ pauses: Pauses = Pauses(), policy: RetryPolicy = RetryPolicy(),
        budget: RetryBudget = RetryBudget(), meter: TrafficMeter = TrafficMeter()
    ) -> RetryingClient {
        RetryingClient(
            base, policy: policy, budget: budget, meter: meter, environment: pauses.environment)
    }

    @Test("A transient status is retried until a response arrives", arguments: [429, 500, 502, 503, 504])
    func passing(status: Int) async throws {
        let base = ScriptedClient(.status(status), .broken("cut"), .status(status), .status(200))
        let pauses = Pauses()
        #expect(try await client(base, pauses).send(get).status == 200)
        #expect(pauses.all == [.milliseconds(500), .seconds(1), .seconds(2)])
    }

    @Test(
        "Other responses are returned unchanged", arguments: [200, 204, 302, 400, 401, 403, 404, 409, 501])
    func final(status: Int) async throws {
        let base = ScriptedClient(.status(status))
        let pauses = Pauses()
        #expect(try await client(base, pauses).send(get).status == status)
        #expect(pauses.all == [])
    }

    @Test(
        "A failure that is not transient is not retried",
        arguments: [
            Failure.configuration("c"), .credentials("c"), .contract("c"), .fatal("c"), .item("c"),
            .rateLimited(retryAfter: nil, "c"),
        ])
    func lasting(failure: Failure) async {
        let base = ScriptedClient(.failure(failure))
        await #expect(throws: failure) { try await client(base).send(get) }
        #expect(base.requests.count == 1)
    }

    @Test(
        "Pauses are a random part of a bound that doubles up to its limit",
        arguments: [
            (1.0, [4, 8, 16, 20, 20] as [Double]), (0.5, [2, 4, 8, 10, 10]), (0.0, [0, 0, 0, 0, 0]),
        ])
    func backoff(fraction: Double, seconds: [Double]) async throws {
        let policy = RetryPolicy(attempts: 6, firstPause: .seconds(4), longestPause: .seconds(20))
        let pauses = Pauses(fraction: fraction)
        let base = ScriptedClient(
            .status(503), .status(503), .status(503), .status(503), .status(503), .status(200))
        _ = try await client(base, pauses, policy: policy).send(get)
        #expect(pauses.all == seconds.map { .seconds($0) })
    }

    @Test("Retry-After is followed, as seconds and as a date")
    func retryAfter() async throws {
        let base = ScriptedClient(
            .status(429, retryAfter: "7"), .status(503, retryAfter: "Thu, 01 Jan 1970 00:01:40 GMT"),
            .status(429, retryAfter: "nonsense"), .status(200))
        let pauses = Pauses(now: Date(timeIntervalSince1970: 70))
        _ = try await client(base, pauses).send(get)
        #expect(pauses.all == [.seconds(7), .seconds(30), .seconds(2)])
    }

    @Test("Too long a pause ends the request with the requested pause")
    func longPause() async {
        let base = ScriptedClient(.status(429, retryAfter: "121"))
        await #expect(
            throws: Failure.rateLimited(
                retryAfter: .seconds(121),
                "GET https://h.example/x: the service asked to slow down (429) and asked for a pause of "
                    + "121 s; a run waits at most 120 s, run it again later")
        ) { try await client(base).send(get) }
        let unavailable = ScriptedClient(.status(503, retryAfter: "3600"))
        await #expect(
            throws: Failure.rateLimited(
                retryAfter: .seconds(3600),
                "GET https://h.example/x: the service answered 503 and asked for a pause of 3600 s; "
                    + "a run waits at most 120 s, run it again later")
        ) { try await client(unavailable).send(get) }
    }

    @Test(
        "After the last attempt the failure says what the service did and how often",
        arguments: [
            (
                Result.status(429, retryAfter: "2"),
                Failure.rateLimited(
                    retryAfter: .seconds(2),
                    "GET https://h.example/x: the service asked to slow down (429) at each of 3 attempts; "
                        + "run it again later")
            ),
            (
                .status(502),
                .transient(
                    "GET https://h.example/x: the service answered 502 at each of 3 attempts; "
                        + "run it again later"
                )
            ),
            (
                .broken("GET https://h.example/x: cut"),
                .transient("GET https://h.example/x: cut (3 attempts)")
            ),
        ])
    func attempts(answer: Result<HTTPResponse, Failure>, failure: Failure) async {
        let base = ScriptedClient(answer, answer, answer)
        await #expect(throws: failure) {
            try await client(base, policy: RetryPolicy(attempts: 3)).send(get)
        }
        #expect(base.requests.count == 3)
    }

    @Test("A request that may have been carried out is not sent again")
    func unrepeatable() async {
        let unavailable = ScriptedClient(.status(503))
        await #expect(
            throws: Failure.transient(
                "POST https://h.example/x: the service answered 503; "
                    + "it was not sent again, since it may have been carried out")
        ) { try await client(unavailable).send(post) }
        let broken = ScriptedClient(.broken("POST https://h.example/x: cut"))
        await #expect(throws: Failure.transient("POST https://h.example/x: cut")) {
            try await client(broken).send(post)
        }
    }

    @Test("Any request is sent again after 429")
    func refusedPost() async throws {
        let base = ScriptedClient(.status(429), .status(201))
        #expect(try await client(base).send(post).status == 201)
        #expect(base.requests.map(\.body) == [[1], [1]])
    }

    @Test("A run's budget limits the retries and pauses of all its requests together")
    func budget() async throws {
        let budget = RetryBudget(retries: 2, waiting: .seconds(10))
        let first = ScriptedClient(.status(503, retryAfter: "4"), .status(200))
        _ = try await client(first, budget: budget).send(get)
        let second = ScriptedClient(.status(503, retryAfter: "7"))
        await #expect(
            throws: Failure.transient(
                "GET https://h.example/x: the service answered 503; this run's retries are used up, "
                    + "run it again later"
            )
        ) { try await client(second, budget: budget).send(get) }
        let third = ScriptedClient(.status(429, retryAfter: "6"), .broken("GET https://h.example/x: cut"))
        await #expect(
            throws: Failure.transient(
                "GET https://h.example/x: cut; this run's retries are used up, run it again later")
        ) { try await client(third, budget: budget).send(get) }
    }

    @Test("Requests, bytes and retries are counted")
    func meter() async throws {
        let meter = TrafficMeter()
        let base = ScriptedClient(
            .status(503, body: "abc"), .broken("cut"), .status(200, body: "abcd"), .status(200, body: "x"))
        let client = client(base, meter: meter)
        _ = try await client.send(get)
        _ = try await client.send(get)
        #expect(meter.reading == Traffic(requests: 4, bytes: 8, retries: 2))
    }

    @Test("Cancelling ends the pause at once, and nothing more is sent")
    func cancelled() async {
        let base = ScriptedClient(.status(503), .status(200))
        let meter = TrafficMeter()
        let environment = RetryEnvironment(
            now: { Date() }, sleep: { _ in try await Task.sleep(for: .seconds(3600)) }, fraction: { 1 })
        let client = RetryingClient(base, budget: RetryBudget(), meter: meter, environment: environment)
        let request = get
        let task = Task { () async throws(Failure) in try await client.send(request) }
        await eventually("the first attempt is over") { meter.reading.requests == 1 }
        task.cancel()
        await #expect(throws: Failure.fatal("GET https://h.example/x was cancelled")) { try await task.value }
        #expect(base.requests.count == 1)
    }
}
