public import ConnectorKit
public import Foundation

/// Everything the host takes from outside, so that a test can hold it still: network, clock, time, randomness.
public struct Outside: Sendable {
    /// The network without credentials and without retries.
    public let network: any HTTPClient
    public let clock: any Clock<Duration>
    public let now: @Sendable () -> Date
    /// 128 random bits as text.
    public let randomText: @Sendable () -> String
    /// A random number from 0 up to 1, for the jitter of pauses.
    public let randomFraction: @Sendable () -> Double

    public init(
        network: any HTTPClient, clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
        randomText: @escaping @Sendable () -> String, randomFraction: @escaping @Sendable () -> Double
    ) {
        self.network = network
        self.clock = clock
        self.now = now
        self.randomText = randomText
        self.randomFraction = randomFraction
    }

    /// The machine's own clock, time and randomness.
    public static func live(network: any HTTPClient) -> Outside {
        Outside(
            network: network, clock: ContinuousClock(), now: { Date() }, randomText: { UUID().uuidString },
            randomFraction: { Double.random(in: 0..<1) })
    }
}
