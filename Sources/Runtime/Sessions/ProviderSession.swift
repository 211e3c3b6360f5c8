package import ConfigurationFiles
package import ConnectorKit
import Foundation
import Synchronization
import Transport

/// One run's access to a connection: an HTTP client with token, pace and retries, and what was observed on it.
package struct ProviderSession: Sendable {
    package let client: any HTTPClient
    /// Runs the provider's code that makes requests.
    package let executor: any TaskExecutor
    let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let ownThread: DedicatedThread
    private let meter: TrafficMeter
    private let observations: Observations
    private let network: Network

    fileprivate init(
        _ client: any HTTPClient, over network: Network, on executor: any TaskExecutor,
        _ thread: DedicatedThread, _ clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
        _ meter: TrafficMeter, _ observations: Observations
    ) {
        self.now = now
        self.client = client
        self.executor = executor
        self.clock = clock
        ownThread = thread
        self.meter = meter
        self.observations = observations
        self.network = network
    }

    /// What the provider's functions are called with.
    package func connection(_ settings: Settings) -> Connection {
        Connection(settings: settings, client: client, clock: now)
    }

    /// How each address was reached so far.
    package var routes: [ServiceRoute] { network.routes() }

    /// Runs the provider's code that needs no network, in parallel to ``executor``.
    package var thread: any TaskExecutor { ownThread.executor }

    /// Ends the session: its client, whoever still holds it, sends nothing more.
    package func close() { observations.close() }

    /// Calls a closure for every answer that is no refusal, in place of the closure set before.
    func onAnswer(_ handler: @escaping @Sendable () -> Void) { observations.onAnswer(handler) }

    /// Requests and bytes so far.
    package var traffic: (requests: Int, bytes: Int) {
        let reading = meter.reading
        return (reading.requests, reading.bytes)
    }

    /// Whether the last answer was 429.
    var isRateLimited: Bool { observations.status == 429 }

    /// Whether the status of the last answer says that there is no page, so that asking again is no use.
    package var isRefused: Bool {
        observations.status.map { (400...499).contains($0) && ![408, 429].contains($0) } ?? false
    }

    /// A message without the connection's secrets and tokens, should the other side have repeated one.
    @Sendable package func hidingSecrets(_ message: String) -> String {
        observations.secrets.reduce(message) { $0.replacing($1, with: Secret("").description) }
    }
}

extension HostEnvironment {
    package func session(to connection: ConfiguredConnection) -> ProviderSession {
        let provider = connection.provider
        let settings = connection.settings
        let pace = provider.descriptor.pace
        return session(
            to: provider.descriptor.id, at: settings.addresses(provider.descriptor.settings),
            secrets: settings.secretNames.compactMap { settings.secret($0)?.reveal() },
            pacing: { client in pace.map { PacedClient(client, pace: $0, clock: clock) } ?? client },
            token: { client, audience throws(Failure) in
                try await provider.accessToken(
                    audience: audience, Connection(settings: settings, client: client, clock: now))
            })
    }

    /// - Parameters:
    ///   - target: who is asked, for the metrics.
    ///   - addresses: the URLs in its settings; private ones among them may be called.
    ///   - secrets: texts that no message may show.
    ///   - wrap: wraps the client below the retries.
    ///   - pacing: wraps the network's client.
    ///   - token: fetches the access token of an audience over the client it is given.
    package func session(
        to target: String, at addresses: [String], secrets: [String],
        through wrap: (any HTTPClient) -> any HTTPClient = { $0 },
        pacing: (any HTTPClient) -> any HTTPClient = { $0 },
        token: @escaping @Sendable (any HTTPClient, _ audience: String?) async throws(Failure) -> AccessToken?
    ) -> ProviderSession {
        let meter = TrafficMeter()
        let clock = clock
        var settings = networkSettings
        settings.privateAddresses = settings.privateAddresses.naming(addresses)
        let network = network(settings)
        let observations = Observations(secrets)
        let observed = ObservedClient(base: pacing(network.client), observations: observations)
        let retrying = RetryingClient(
            wrap(CountedClient(base: observed, target: target, metrics: telemetry.metrics)),
            budget: RetryBudget(), meter: meter,
            environment: RetryEnvironment(
                now: now, sleep: { try await clock.sleep(for: $0) }, fraction: randomFraction))
        let thread = DedicatedThread("provider")
        let executor = network.executor ?? thread.executor
        let tokens = TokenCaches { audience async throws(Failure) -> AccessToken? in
            // A task of the cache's own would run it where everybody's tasks run.
            let token = try await withTaskExecutorPreference(executor) { () async throws(Failure) in
                try await token(retrying, audience)
            }
            if let token { observations.add(token.value) }
            return token
        }
        return ProviderSession(
            AuthorizedClient(retrying, tokens: tokens), over: network, on: executor, thread, clock, now: now,
            meter, observations)
    }
}

extension Settings {
    /// The URLs among the values.
    package func addresses(_ declared: [Setting]) -> [String] {
        declared.filter { $0.kind == .url || $0.kind == .origin }.compactMap {
            self[$0.name] ?? secret($0.name)?.reveal()
        }
    }
}

/// What is observed on a session.
private final class Observations: Sendable {
    private struct State {
        var secrets: [String]
        var status: Int?
        var isClosed = false
        var handler: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ secrets: [String]) {
        state = Mutex(State(secrets: secrets.filter { !$0.isEmpty }))
    }

    var secrets: [String] { state.withLock { $0.secrets } }
    /// Of the last answer.
    var status: Int? { state.withLock { $0.status } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func close() { state.withLock { $0.isClosed = true } }
    func add(_ secret: Secret) { state.withLock { $0.secrets.append(secret.reveal()) } }
    func onAnswer(_ handler: @escaping @Sendable () -> Void) { state.withLock { $0.handler = handler } }

    func answered(_ status: Int) {
        let handler = state.withLock { state in
            state.status = status
            return status < 400 ? state.handler : nil
        }
        handler?()
    }
}

/// Notes the status of every answer, also of those that are retried; sends nothing once the session is closed.
private struct ObservedClient: HTTPClient {
    let base: any HTTPClient
    let observations: Observations

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if observations.isClosed { throw .fatal("the run this request belongs to is over") }
        let response = try await base.send(request)
        observations.answered(response.status)
        return response
    }
}
