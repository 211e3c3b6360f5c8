import Synchronization

/// Gives a run up when nothing has come for too long (contract section 4).
final class Patience: Sendable {
    static let limit = Duration.seconds(120)

    private let clock: any Clock<Duration>
    private let mark: Mutex<any Elapsing>

    init(_ clock: any Clock<Duration>) {
        self.clock = clock
        mark = Mutex(Self.now(clock))
    }

    /// Something came.
    func progressed() {
        let now = Self.now(clock)
        mark.withLock { $0 = now }
    }

    /// Returns when nothing has come for the whole limit, or when the task is cancelled.
    func end() async {
        while !Task.isCancelled {
            let elapsed = mark.withLock { $0.elapsed }
            guard elapsed < Self.limit else { return }
            try? await clock.sleep(for: Self.limit - elapsed)
        }
    }

    private static func now(_ clock: some Clock<Duration>) -> any Elapsing {
        Mark(clock: clock, from: clock.now)
    }

    private protocol Elapsing: Sendable { var elapsed: Duration { get } }

    private struct Mark<C: Clock>: Elapsing where C.Duration == Duration {
        let clock: C
        let from: C.Instant
        var elapsed: Duration { from.duration(to: clock.now) }
    }
}
