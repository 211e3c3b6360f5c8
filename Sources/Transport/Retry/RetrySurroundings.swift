package import Foundation

/// Time and chance as a ``RetryingClient`` sees them, so that a test sets both.
package struct RetrySurroundings: Sendable {
    /// The wall clock, for the date form of `Retry-After`.
    package var now: @Sendable () -> Date
    /// Waits; throws when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1, evenly spread.
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
    package static let system = RetrySurroundings(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, fraction: { Double.random(in: 0...1) })
}
