import ConfigurationFiles
package import ConnectorKit
import Synchronization
import Transport

/// The way to one connection during one run: token, retries, and what was learnt on it.
package struct Line: Sendable {
    let client: any HTTPClient
    /// Where the provider's code runs that fetches.
    let executor: any TaskExecutor
    let clock: any Clock<Duration>
    private let ownThread: ProviderThread
    private let meter: TrafficMeter
    private let knowledge: Knowledge

    fileprivate init(
        _ client: any HTTPClient, on executor: any TaskExecutor, _ thread: ProviderThread,
        _ clock: any Clock<Duration>, _ meter: TrafficMeter, _ knowledge: Knowledge
    ) {
        self.client = client
        self.executor = executor
        self.clock = clock
        ownThread = thread
        self.meter = meter
        self.knowledge = knowledge
    }

    /// Where the provider's code runs that needs no network, beside what fetches.
    var thread: any TaskExecutor { ownThread.executor }

    /// Ends the line: whoever still holds its client sends nothing more.
    func cut() { knowledge.cut() }

    /// Calls a closure, in place of the last one, for every answer that is no refusal.
    func listen(_ heard: @escaping @Sendable () -> Void) { knowledge.listen(heard) }

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
        let provider = connection.provider
        let settings = connection.settings
        let pace = provider.descriptor.pace
        return line(
            to: provider.descriptor.id,
            secrets: settings.secretNames.compactMap { settings.secret($0)?.reveal() },
            pacing: { client in pace.map { PacedClient(client, pace: $0, clock: clock) } ?? client },
            token: { client throws(Failure) in
                try await provider.accessToken(Connection(settings: settings, client: client))
            })
    }

    /// - Parameters:
    ///   - target: who is asked, as it is counted.
    ///   - secrets: what no message may show.
    ///   - wrap: stands between the retries and what is learnt on the line.
    ///   - pacing: stands between that and the network.
    ///   - token: fetches an access token over the client it is given.
    package func line(
        to target: String, secrets: [String], through wrap: (any HTTPClient) -> any HTTPClient = { $0 },
        pacing: (any HTTPClient) -> any HTTPClient = { $0 },
        token: @escaping @Sendable (any HTTPClient) async throws(Failure) -> AccessToken?
    ) -> Line {
        let meter = TrafficMeter()
        let clock = clock
        let network = network()
        let knowledge = Knowledge(secrets)
        let watched = WatchedClient(base: pacing(network.client), knowledge: knowledge)
        let retrying = RetryingClient(
            wrap(CountedClient(base: watched, target: target, metrics: telemetry.metrics)),
            budget: RetryBudget(), meter: meter,
            surroundings: RetrySurroundings(
                now: now, sleep: { try await clock.sleep(for: $0) }, fraction: randomFraction))
        let thread = ProviderThread()
        let executor = network.executor ?? thread.executor
        let tokens = TokenCache { () async throws(Failure) -> AccessToken? in
            // A task of the cache's own would run it where everybody's tasks run.
            let token = try await withTaskExecutorPreference(executor) { () async throws(Failure) in
                try await token(retrying)
            }
            if let token { knowledge.add(token.value) }
            return token
        }
        return Line(
            AuthorizedClient(retrying, tokens: tokens), on: executor, thread, clock, meter, knowledge)
    }
}

/// What is learnt on a line.
private final class Knowledge: Sendable {
    private struct State {
        var secrets: [String]
        var status: Int?
        var isCut = false
        var heard: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ secrets: [String]) {
        state = Mutex(State(secrets: secrets.filter { !$0.isEmpty }))
    }

    var secrets: [String] { state.withLock { $0.secrets } }
    /// Of the last answer.
    var status: Int? { state.withLock { $0.status } }
    var isCut: Bool { state.withLock { $0.isCut } }

    func cut() { state.withLock { $0.isCut = true } }
    func add(_ secret: Secret) { state.withLock { $0.secrets.append(secret.reveal()) } }
    func listen(_ heard: @escaping @Sendable () -> Void) { state.withLock { $0.heard = heard } }

    func answered(_ status: Int) {
        let heard = state.withLock { state in
            state.status = status
            return status < 400 ? state.heard : nil
        }
        heard?()
    }
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
