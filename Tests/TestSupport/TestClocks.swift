package import Foundation
import Synchronization

/// A moment of a test's clock, counted from its start.
package struct TestInstant: InstantProtocol {
    package var offset: Duration

    package init(offset: Duration) { self.offset = offset }

    package func advanced(by duration: Duration) -> TestInstant { TestInstant(offset: offset + duration) }
    package func duration(to other: TestInstant) -> Duration { other.offset - offset }
    package static func < (left: TestInstant, right: TestInstant) -> Bool { left.offset < right.offset }

    /// The same moment as a date, if the clock started at 2027-01-15T08:00:00Z.
    package var date: Date {
        Date(timeIntervalSince1970: 1_800_000_000 + (offset / Duration.seconds(1)))
    }
}

/// A clock on which every sleep ends at once and moves the time by its length.
package final class LeapClock: Clock, Sendable {
    private let time = Mutex(TestInstant(offset: .zero))
    private let patience: Duration?
    private let pause: Duration

    /// - Parameters:
    ///   - patience: sleeps of at least this length never end by themselves; nil for none.
    ///   - pause: how long every leap really takes, so that a caller that leaps again and again does not use
    ///     up the time of those who are working.
    package init(patience: Duration? = .seconds(60), pause: Duration = .zero) {
        self.patience = patience
        self.pause = pause
    }

    package var now: TestInstant { time.withLock { $0 } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        if let patience, now.duration(to: deadline) >= patience {
            try await Task.sleep(for: .seconds(3_600))
        }
        if pause > .zero { try await Task.sleep(for: pause) }
        time.withLock { $0 = max($0, deadline) }
    }
}

/// A clock that moves only when the test moves it. Short sleeps end at once, longer ones when the time has come.
package final class TickingClock: Clock, Sendable {
    private let time = Mutex(TestInstant(offset: .zero))

    package init() {}

    package var now: TestInstant { time.withLock { $0 } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func tick(_ duration: Duration) { time.withLock { $0.offset += duration } }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        guard now.duration(to: deadline) > .seconds(30) else { return }
        while now < deadline {
            try Task.checkCancellation()
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

/// A clock that never moves: a sleep ends only by cancellation.
package final class StoppedClock: Clock, Sendable {
    private let requested = Mutex<[Duration]>([])

    package init() {}

    /// The lengths of all sleeps, in the order in which they began.
    package var sleeps: [Duration] { requested.withLock { $0 } }
    package var now: TestInstant { TestInstant(offset: .zero) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        requested.withLock { $0.append(deadline.offset) }
        try await Task.sleep(for: .seconds(3_600))
    }
}

/// A clock that runs faster than the machine's.
package struct ScaledClock: Clock, Sendable {
    private let start = ContinuousClock.now
    private let factor: Int

    /// - Parameter factor: how many seconds pass in one second of the machine's clock.
    package init(factor: Int) { self.factor = factor }

    package var now: TestInstant { TestInstant(offset: start.duration(to: .now) * factor) }
    package var minimumResolution: Duration { .microseconds(1) }

    package func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        try await Task.sleep(for: now.duration(to: deadline) / factor)
    }
}
