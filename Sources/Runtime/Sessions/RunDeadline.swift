import Synchronization

/// How long a run is waited for.
package final class RunDeadline: Sendable {
    /// Nothing came for so long (rule C12).
    static let limit = Duration.seconds(120)
    /// A run takes no longer than the day after which the next one is due (our decision): so one that brings
    /// a row now and then keeps the others waiting for that long at most.
    static let longest = Duration.seconds(86_400)

    /// Why a run is not waited for any longer.
    package enum End: Sendable {
        case stalled, overdue
    }

    private let clock: any Clock<Duration>
    private let start: any Elapsing
    private let mark: Mutex<any Elapsing>

    init(_ clock: any Clock<Duration>) {
        self.clock = clock
        start = Self.now(clock)
        mark = Mutex(Self.now(clock))
    }

    /// Something came.
    package func progressed() {
        mark.withLock { $0 = Self.now(clock) }
    }

    /// Returns when the run has used up its time; nil when the task is cancelled.
    func end() async -> End? {
        while !Task.isCancelled {
            let left = Self.longest - start.elapsed
            // Measured under the lock: nothing that comes meanwhile is missed, however late this thread goes on.
            let (mark, idle) = mark.withLock { ($0, Self.limit - $0.elapsed) }
            if left <= .zero { return .overdue }
            if idle <= .zero { return .stalled }
            try? await left < idle ? start.sleep(for: Self.longest) : mark.sleep(for: Self.limit)
        }
        return nil
    }

    private static func now(_ clock: some Clock<Duration>) -> any Elapsing {
        Mark(clock: clock, from: clock.now)
    }

    private protocol Elapsing: Sendable {
        var elapsed: Duration { get }

        /// Sleeps until so much time has passed since the mark.
        func sleep(for duration: Duration) async throws
    }

    private struct Mark<C: Clock>: Elapsing where C.Duration == Duration {
        let clock: C
        let from: C.Instant
        var elapsed: Duration { from.duration(to: clock.now) }

        func sleep(for duration: Duration) async throws {
            try await clock.sleep(until: from.advanced(by: duration), tolerance: nil)
        }
    }
}
