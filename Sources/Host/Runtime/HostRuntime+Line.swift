import ConnectorKit
import Transport

/// The way to one connection during one run: token, retries, and what was counted.
struct Line: Sendable {
    let client: any HTTPClient
    let meter: TrafficMeter

    var traffic: @Sendable () -> (requests: Int, bytes: Int) {
        { [meter] in
            let reading = meter.reading
            return (reading.requests, reading.bytes)
        }
    }
}

extension HostRuntime {
    func line(to connection: ConfiguredConnection) -> Line {
        let meter = TrafficMeter()
        let clock = outside.clock
        let retrying = RetryingClient(
            outside.network, budget: RetryBudget(), meter: meter,
            surroundings: RetrySurroundings(
                now: outside.now, sleep: { try await clock.sleep(for: $0) }, fraction: outside.randomFraction))
        let provider = connection.provider
        let settings = connection.settings
        let tokens = TokenCache { () async throws(Failure) -> AccessToken? in
            try await provider.accessToken(Connection(settings: settings, client: retrying))
        }
        return Line(client: AuthorizedClient(retrying, tokens: tokens), meter: meter)
    }
}
