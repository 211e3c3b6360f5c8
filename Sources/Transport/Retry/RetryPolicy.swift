import ConnectorKit

/// When and how often one request is sent again. No source settles the numbers: they are our decision.
package struct RetryPolicy: Sendable, Equatable {
    /// How often a request is sent at most, the first time included.
    package var attempts: Int
    /// The longest pause before the second attempt; it doubles with every further one.
    package var firstPause: Duration
    /// What the doubling ends at.
    package var longestPause: Duration
    /// The longest pause of the other side's asking (`Retry-After`) that is waited out.
    package var longestRetryAfter: Duration

    package init(
        attempts: Int = 5, firstPause: Duration = .milliseconds(500), longestPause: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(120)
    ) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.longestRetryAfter = longestRetryAfter
    }

    /// The answers that may be different next time.
    static let passingStatuses: Set = [429, 500, 502, 503, 504]

    /// A pause with full jitter: anywhere between nothing and the doubled bound, so that clients which
    /// failed together do not come back together.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - fraction: where in the range, from 0 to 1.
    func pause(after attempt: Int, fraction: Double) -> Duration {
        var bound = firstPause
        for _ in 1..<max(1, attempt) where bound < longestPause { bound *= 2 }
        return min(bound, longestPause) * fraction
    }
}
