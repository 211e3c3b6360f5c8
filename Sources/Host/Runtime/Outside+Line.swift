import ConnectorKit
import Transport

/// The way to one connection during one run: token, retries, and what was counted.
struct Line: Sendable {
    let client: any HTTPClient
    private let meter: TrafficMeter

    init(client: any HTTPClient, meter: TrafficMeter) {
        self.client = client
        self.meter = meter
    }

    /// Requests and bytes so far.
    @Sendable func traffic() -> (requests: Int, bytes: Int) {
        let reading = meter.reading
        return (reading.requests, reading.bytes)
    }
}

extension Outside {
    func line(to connection: ConfiguredConnection) -> Line {
        let meter = TrafficMeter()
        let clock = clock
        let retrying = RetryingClient(
            network, budget: RetryBudget(), meter: meter,
            surroundings: RetrySurroundings(
                now: now, sleep: { try await clock.sleep(for: $0) }, fraction: randomFraction))
        let provider = connection.provider
        let settings = connection.settings
        let tokens = TokenCache { () async throws(Failure) -> AccessToken? in
            try await provider.accessToken(Connection(settings: settings, client: retrying))
        }
        return Line(client: AuthorizedClient(retrying, tokens: tokens), meter: meter)
    }
}
