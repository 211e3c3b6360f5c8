import ConnectorKit
import Synchronization
import Transport

/// The way to one connection during one run: token, retries, and what was learnt on it.
struct Line: Sendable {
    let client: any HTTPClient
    /// Where the provider's code runs that fetches.
    let executor: any TaskExecutor
    private let ownThread: ProviderThread
    private let meter: TrafficMeter
    private let knowledge: Knowledge

    fileprivate init(
        _ client: any HTTPClient, on executor: any TaskExecutor, _ thread: ProviderThread,
        _ meter: TrafficMeter, _ knowledge: Knowledge
    ) {
        self.client = client
        self.executor = executor
        ownThread = thread
        self.meter = meter
        self.knowledge = knowledge
    }

    /// Where the provider's code runs that needs no network, beside what fetches.
    var thread: any TaskExecutor { ownThread.executor }

    /// Ends the line: whoever still holds its client sends nothing more.
    func cut() { knowledge.cut() }

    /// Requests and bytes so far.
    var traffic: (requests: Int, bytes: Int) {
        let reading = meter.reading
        return (reading.requests, reading.bytes)
    }

    /// Whether the last answer was 429.
    var isRateLimited: Bool { knowledge.status == 429 }

    /// Whether the status of the last answer says that there is no page, so that asking again is no use.
    var isRefused: Bool {
        knowledge.status.map { (400...499).contains($0) && ![408, 429].contains($0) } ?? false
    }

    /// A message without the connection's secrets and tokens, should the other side have repeated one.
    @Sendable func hidingSecrets(_ message: String) -> String {
        knowledge.secrets.reduce(message) { $0.replacing($1, with: Secret("").description) }
    }
}

extension Outside {
    func line(to connection: ConfiguredConnection) -> Line {
        let meter = TrafficMeter()
        let clock = clock
        let provider = connection.provider
        let settings = connection.settings
        let network = network()
        let knowledge = Knowledge(settings)
        let paced = provider.descriptor.pace.map { PacedClient(network.client, pace: $0, clock: clock) }
        let retrying = RetryingClient(
            WatchedClient(base: paced ?? network.client, knowledge: knowledge), budget: RetryBudget(),
            meter: meter,
            surroundings: RetrySurroundings(
                now: now, sleep: { try await clock.sleep(for: $0) }, fraction: randomFraction))
        let thread = ProviderThread()
        let executor = network.executor ?? thread.executor
        let tokens = TokenCache { () async throws(Failure) -> AccessToken? in
            // A task of the cache's own would run it where everybody's tasks run.
            let token = try await withTaskExecutorPreference(executor) { () async throws(Failure) in
                try await provider.accessToken(Connection(settings: settings, client: retrying))
            }
            if let token { knowledge.add(token.value) }
            return token
        }
        return Line(
            AuthorizedClient(retrying, tokens: tokens), on: executor, thread, meter, knowledge)
    }
}

/// What is learnt on a line.
private final class Knowledge: Sendable {
    private let state: Mutex<(secrets: [String], status: Int?, isCut: Bool)>

    init(_ settings: Settings) {
        let secrets = settings.secretNames.compactMap { settings.secret($0)?.reveal() }
        state = Mutex((secrets.filter { !$0.isEmpty }, nil, false))
    }

    var secrets: [String] { state.withLock { $0.secrets } }
    /// Of the last answer.
    var status: Int? { state.withLock { $0.status } }
    var isCut: Bool { state.withLock { $0.isCut } }

    func cut() { state.withLock { $0.isCut = true } }
    func add(_ secret: Secret) { state.withLock { $0.secrets.append(secret.reveal()) } }
    func answered(_ status: Int) { state.withLock { $0.status = status } }
}

/// Tells what every answer was, those included that are retried; sends nothing once the line is cut.
private struct WatchedClient: HTTPClient {
    let base: any HTTPClient
    let knowledge: Knowledge

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if knowledge.isCut { throw .fatal("the run this request belongs to is over") }
        let response = try await base.send(request)
        knowledge.answered(response.status)
        return response
    }
}
