package import ConnectorKit
package import Foundation
package import Transport

/// What comes from outside the process: network, clock, time, randomness, telemetry. Tests control all of it.
package struct HostEnvironment: Sendable {
    /// Opens the network for one connection's run.
    package let network: @Sendable (NetworkSettings) -> Network
    /// How services are reached, as the configuration in force says.
    private(set) var networkSettings = NetworkSettings()
    package let clock: any Clock<Duration>
    package let now: @Sendable () -> Date
    /// 128 random bits as text.
    package let randomText: @Sendable () -> String
    /// A random number from 0 up to 1, for the jitter of pauses.
    package let randomFraction: @Sendable () -> Double
    package let telemetry: Telemetry

    package init(
        network: @escaping @Sendable (NetworkSettings) -> Network, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date,
        randomText: @escaping @Sendable () -> String, randomFraction: @escaping @Sendable () -> Double,
        telemetry: Telemetry = .silent
    ) {
        self.network = network
        self.clock = clock
        self.now = now
        self.randomText = randomText
        self.randomFraction = randomFraction
        self.telemetry = telemetry
    }

    /// The same with the network of a configuration.
    package func using(_ settings: NetworkSettings) -> HostEnvironment {
        var copy = self
        copy.networkSettings = settings
        return copy
    }

    /// A client for addresses that content names: without credentials, without retries, never to private addresses that
    /// the host's file does not open.
    package func openClient() -> any HTTPClient { network(networkSettings).client }

    /// The machine's own network, clock, time and randomness.
    package static func live(telemetry: Telemetry = .silent) -> HostEnvironment {
        HostEnvironment(
            network: { .curl(CurlClient(network: $0)) }, clock: ContinuousClock(), now: { Date() },
            randomText: { UUID().uuidString },
            randomFraction: { Double.random(in: 0..<1) }, telemetry: telemetry)
    }
}
