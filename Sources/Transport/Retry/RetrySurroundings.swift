public import Foundation

/// Time and chance as a ``RetryingClient`` sees them, so that a test sets both.
public struct RetrySurroundings: Sendable {
    /// The wall clock, for the date form of `Retry-After`.
    public var now: @Sendable () -> Date
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1, evenly spread.
    public var fraction: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void,
        fraction: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.fraction = fraction
    }

    /// The system's clock and its random numbers.
    public static let system = RetrySurroundings(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, fraction: { Double.random(in: 0...1) })
}
