/// How a bulk operation is waited for. No source says how long one takes: the numbers are our decision.
struct OperationRetryPolicy: Sendable, Equatable {
    /// The pause before it is asked about the second time; each further one is half as long again.
    var firstPause: Duration
    var longestPause: Duration
    /// How long one operation is waited for in all, and how long a batch waits to be accepted while the
    /// platform is busy with the operations of others.
    var whole: Duration

    init(
        firstPause: Duration = .milliseconds(500), longestPause: Duration = .seconds(10),
        whole: Duration = .seconds(1_800)
    ) {
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.whole = whole
    }

    /// The pauses, one after the other, until the whole time is used up.
    var pauses: some Sequence<Duration> {
        sequence(state: (firstPause, Duration.zero)) { state -> Duration? in
            let (pause, waited) = state
            guard waited < whole else { return nil }
            state = (min(pause * 3 / 2, longestPause), waited + pause)
            return pause
        }
    }
}
