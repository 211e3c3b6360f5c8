import ConnectorKit

/// At most so many requests a second, whatever delays them on their way.
///
/// A request has one of so many places and keeps it until a second after its answer. So two requests of one
/// place reach the service more than a second apart, however long each of them travels, and no second of the
/// service's own clock sees more requests than there are places.
struct Pace: Sendable {
    /// Each is there from this time on.
    private let places: Pool<Duration>
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Duration

    init(perSecond count: Int, clock: any Clock<Duration>) {
        places = Pool(Array(repeating: .zero, count: count))
        self.clock = clock
        now = Self.stopwatch(clock)
    }

    /// Runs the body once there is a place; nil when cancelled before that.
    func run<Value>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value? {
        guard let free = await places.take() else { return nil }
        let wait = free - now()
        if wait > .zero {
            do {
                try await clock.sleep(for: wait)
            } catch {
                places.give(free)
                return nil
            }
        }
        defer { places.give(now() + .seconds(1)) }
        return try await body()
    }

    /// The time since this call.
    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
