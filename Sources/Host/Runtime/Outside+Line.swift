import ConnectorKit
import Synchronization
import Transport

/// The way to one connection during one run: token, retries, and what was learnt on it.
struct Line: Sendable {
    let client: any HTTPClient
    /// Where the provider's code runs.
    let executor: (any TaskExecutor)?
    private let meter: TrafficMeter
    private let knowledge: Knowledge

    fileprivate init(
        client: any HTTPClient, executor: (any TaskExecutor)?, meter: TrafficMeter, knowledge: Knowledge
    ) {
        self.client = client
        self.executor = executor
        self.meter = meter
        self.knowledge = knowledge
    }

    /// Requests and bytes so far.
    var traffic: (requests: Int, bytes: Int) {
        let reading = meter.reading
        return (reading.requests, reading.bytes)
    }

    /// Whether the last answer was 429.
    var isRateLimited: Bool { knowledge.isRateLimited }

    /// What it means that nothing has come for as long as a run is patient.
    @Sendable func stalled() -> Failure {
        let seconds = Patience.limit.components.seconds
        return isRateLimited
            ? .rateLimited(
                retryAfter: nil,
                "the provider answers 429 (too many requests), for \(seconds) s by now; given up")
            : .transient("no progress for \(seconds) s; given up")
    }

    /// A message without the connection's secrets and tokens, should the other side have repeated one.
    @Sendable func hidingSecrets(_ message: String) -> String {
        knowledge.secrets.reduce(message) { $0.replacing($1, with: Secret("").description) }
    }
}

extension Outside {
    func line(to connection: ConfiguredConnection) -> Line {
        let provider = connection.provider
        let settings = connection.settings
        return line(secrets: settings.secretNames.compactMap { settings.secret($0)?.reveal() }) {
            client throws(Failure) in
            try await provider.accessToken(Connection(settings: settings, client: client))
        }
    }

    /// - Parameters:
    ///   - secrets: what no message may show.
    ///   - wrap: stands between the retries and the network.
    ///   - token: fetches an access token over the client it is given.
    func line(
        secrets: [String], through wrap: (any HTTPClient) -> any HTTPClient = { $0 },
        token: @escaping @Sendable (any HTTPClient) async throws(Failure) -> AccessToken?
    ) -> Line {
        let meter = TrafficMeter()
        let clock = clock
        let network = network()
        let knowledge = Knowledge(secrets)
        let retrying = RetryingClient(
            wrap(WatchedClient(base: network.client, knowledge: knowledge)), budget: RetryBudget(),
            meter: meter,
            surroundings: RetrySurroundings(
                now: now, sleep: { try await clock.sleep(for: $0) }, fraction: randomFraction))
        let tokens = TokenCache { () async throws(Failure) -> AccessToken? in
            let token = try await token(retrying)
            if let token { knowledge.add(token.value) }
            return token
        }
        return Line(
            client: AuthorizedClient(retrying, tokens: tokens), executor: network.executor, meter: meter,
            knowledge: knowledge)
    }
}

/// What is learnt on a line.
private final class Knowledge: Sendable {
    private let state: Mutex<(secrets: [String], isRateLimited: Bool)>

    init(_ secrets: [String]) {
        state = Mutex((secrets.filter { !$0.isEmpty }, false))
    }

    var secrets: [String] { state.withLock { $0.secrets } }
    var isRateLimited: Bool { state.withLock { $0.isRateLimited } }

    func add(_ secret: Secret) { state.withLock { $0.secrets.append(secret.reveal()) } }
    func answered(_ status: Int) { state.withLock { $0.isRateLimited = status == 429 } }
}

/// Tells what every answer was, those included that are retried.
private struct WatchedClient: HTTPClient {
    let base: any HTTPClient
    let knowledge: Knowledge

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let response = try await base.send(request)
        knowledge.answered(response.status)
        return response
    }
}
