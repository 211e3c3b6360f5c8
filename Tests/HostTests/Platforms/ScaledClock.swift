import Foundation

/// A clock that runs faster than the machine's, for what takes hours and is measured by its seconds.
struct ScaledClock: Clock, Sendable {
    typealias Duration = Swift.Duration
    typealias Instant = SharedClock.Instant

    private let start = ContinuousClock.now
    /// How many of its seconds pass in one of the machine's.
    let factor: Int

    var now: Instant { Instant(offset: start.duration(to: .now) * factor) }
    var minimumResolution: Duration { .microseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await Task.sleep(for: now.duration(to: deadline) / factor)
    }

    /// The same as a date, from 2027-01-15T08:00:00Z on.
    var date: Date {
        Date(timeIntervalSince1970: 1_800_000_000 + (now.offset / Duration.seconds(1)))
    }
}
