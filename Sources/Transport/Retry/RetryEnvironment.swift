package import Foundation

/// The clock and the random numbers of a ``RetryingClient``, so that a test controls both.
package struct RetryEnvironment: Sendable {
    /// The wall clock, for the date form of `Retry-After`.
    package var now: @Sendable () -> Date
    /// Waits, or throws if the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A uniformly distributed number from 0 to 1.
    package var fraction: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void,
        fraction: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.fraction = fraction
    }

    /// The system's clock and its random numbers.
    package static let system = RetryEnvironment(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, fraction: { Double.random(in: 0...1) })
}
