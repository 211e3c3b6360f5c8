import ConnectorKit
import Synchronization
import Testing
import Transport
import TestSupport

@Suite struct AuthorizedClientTests {
    private let request = HTTPRequest(.get, "https://h.example/x?key=s3cret")

    /// Tokens t1, t2, … in order.
    private func tokens() -> TokenCache {
        let count = Mutex(0)
        return TokenCache { () throws(Failure) in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return AccessToken(value: Secret("t\(number)"), lifetime: .seconds(3600))
        }
    }

    @Test("Only an authorized request carries the token, and no other token")
    func carries() async throws {
        let base = ScriptedClient(.status(200), .status(401), .status(200))
        let client = AuthorizedClient(base, tokens: tokens())
        _ = try await client.send(request)
        let answer = try await client.send(HTTPRequest(.get, "https://h.example/token", authorized: false))
        #expect(answer.status == 401)
        var other = request
        other.headers = [HTTPHeader("authorization", "Basic x"), HTTPHeader("Accept", "text/plain")]
        _ = try await client.send(other)
        #expect(base.tokens == ["Bearer t1", nil, "Bearer t1"])
        #expect(
            base.requests.last?.headers
                == [HTTPHeader("Accept", "text/plain"), HTTPHeader("Authorization", "Bearer t1")])
    }

    @Test("After a 401 one new token is fetched, used and kept")
    func renews() async throws {
        let base = ScriptedClient(.status(401), .status(200), .status(200))
        let client = AuthorizedClient(base, tokens: tokens())
        #expect(try await client.send(request).status == 200)
        #expect(try await client.send(request).status == 200)
        #expect(base.tokens == ["Bearer t1", "Bearer t2", "Bearer t2"])
    }

    @Test("Each audience has a token of its own, which is renewed by itself")
    func audiences() async throws {
        let base = ScriptedClient(.status(200), .status(200), .status(401), .status(200), .status(200))
        let issued = Mutex<[String: Int]>([:])
        let client = AuthorizedClient(
            base,
            tokens: TokenCaches { audience async throws(Failure) in
                let name = audience ?? "usual"
                let number = issued.withLock { issued in
                    issued[name, default: 0] += 1
                    return issued[name] ?? 0
                }
                return AccessToken(value: Secret("\(name)-\(number)"), lifetime: .seconds(3600))
            })
        var report = request
        report.audience = "reports"
        _ = try await client.send(request)
        _ = try await client.send(report)
        _ = try await client.send(report)
        _ = try await client.send(request)
        #expect(
            base.tokens == [
                "Bearer usual-1", "Bearer reports-1", "Bearer reports-1", "Bearer reports-2",
                "Bearer usual-1",
            ])
    }

    @Test("A second 401 is a credentials failure")
    func refused() async {
        let base = ScriptedClient(.status(401), .status(401), .status(200))
        let client = AuthorizedClient(base, tokens: tokens())
        await #expect(
            throws: Failure.credentials(
                "GET https://h.example/x: the service refused the access token (401), and a new one too; "
                    + "are the credentials those of this service, and do they grant access to it?")
        ) { try await client.send(request) }
        #expect(base.tokens == ["Bearer t1", "Bearer t2"])
    }

    @Test("A 401 for a service without tokens is reported at once")
    func none() async {
        let base = ScriptedClient(.status(401))
        let client = AuthorizedClient(base, tokens: TokenCache { () throws(Failure) in nil })
        await #expect(
            throws: Failure.credentials(
                "GET https://h.example/x: the service asks for credentials (401), and none are set")
        ) { try await client.send(request) }
        #expect(base.tokens == [nil])
    }

    @Test("If no token can be fetched, the request is not sent")
    func failure() async {
        let base = ScriptedClient()
        let client = AuthorizedClient(
            base, tokens: TokenCache { () throws(Failure) in throw .credentials("wrong secret") })
        await #expect(throws: Failure.credentials("wrong secret")) { try await client.send(request) }
        #expect(base.requests.isEmpty)
    }

    @Test("All layers together carry a request through 401, 429, 503 and a truncated response")
    func layers() async throws {
        try await ScriptedServer.run { request in
            switch (request.target, request.headers["authorization"]) {
            case ("/token", nil): Step.answer("t")
            case ("/data", "Bearer t1"): Step.answer(401, "")
            case ("/data", "Bearer t2"): Step.answer("data")
            default: Step.answer(400, "")
            }
        } during: { server in
            let meter = TrafficMeter()
            let faults = Faults(CurlClient(), [.status(429), .status(503), .broken("cut")])
            let base = RetryingClient(
                faults, budget: RetryBudget(), meter: meter, environment: Pauses().environment)
            let url = server.url
            let issued = Atomic(0)
            let client = AuthorizedClient(
                base,
                tokens: TokenCache { () throws(Failure) in
                    let answer = try await base.send(HTTPRequest(.get, url + "/token", authorized: false))
                    let number = issued.add(1, ordering: .relaxed).newValue
                    return AccessToken(
                        value: Secret(String(decoding: answer.body, as: UTF8.self) + "\(number)"),
                        lifetime: .seconds(3600))
                })
            let answer = try await client.send(HTTPRequest(.get, url + "/data"))
            #expect(answer.body == Array("data".utf8))
            #expect(server.requests.map(\.target) == ["/token", "/data", "/token", "/data"])
            #expect(meter.reading == Traffic(requests: 7, bytes: 6, retries: 3))
        }
    }
}

/// Returns the given results for the first requests and passes the others on.
private final class Faults: HTTPClient {
    private let base: any HTTPClient
    private let faults: Mutex<[Result<HTTPResponse, Failure>]>

    init(_ base: any HTTPClient, _ faults: [Result<HTTPResponse, Failure>]) {
        self.base = base
        self.faults = Mutex(faults)
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let fault = faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let fault { return try fault.get() }
        return try await base.send(request)
    }
}
