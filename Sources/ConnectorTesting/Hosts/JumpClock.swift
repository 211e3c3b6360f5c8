import Synchronization

/// The host's clock in a trial: a pause ends at once and moves the time by its length; only the host's
/// long patience is never used up.
final class JumpClock: Clock, Sendable {
    typealias Duration = Swift.Duration

    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    /// Between the longest pause before a retry in a trial, and the host's 120 seconds without progress.
    private static let longestPause = Duration.seconds(45)

    private let time = Mutex(Instant(offset: .zero))

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        if now.duration(to: deadline) > Self.longestPause {
            let (never, end) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            end.finish()
            throw CancellationError()
        }
        time.withLock { $0 = max($0, deadline) }
    }
}
