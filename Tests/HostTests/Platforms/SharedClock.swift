import Foundation
import Synchronization

/// One clock for a platform and its client: whoever waits moves the time on, so that nobody waits.
final class SharedClock: Clock, Sendable {
    typealias Duration = Swift.Duration

    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Instant(offset: .zero))

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline) }
    }

    /// The same as a date, from 2027-01-15T08:00:00Z on.
    var date: Date {
        Date(timeIntervalSince1970: 1_800_000_000 + (now.offset / Duration.seconds(1)))
    }
}
