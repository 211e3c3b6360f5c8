import ConnectorKit

/// When and how often one request is sent again. The numbers are our decision.
package struct RetryPolicy: Sendable, Equatable {
    /// How often a request is sent at most, including the first time.
    package var attempts: Int
    /// The longest pause before the second attempt. It doubles with each further attempt.
    package var firstPause: Duration
    /// The limit of the doubling.
    package var longestPause: Duration
    /// The longest pause requested by the service (`Retry-After`) that is waited for.
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

    /// The statuses that another attempt may change.
    static let transientStatuses: Set = [429, 500, 502, 503, 504]

    /// Returns a pause with full jitter: a random part of the doubled bound, so that clients that failed at
    /// the same time do not retry at the same time.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that failed, from 1.
    ///   - fraction: The position in the range, from 0 to 1.
    func pause(after attempt: Int, fraction: Double) -> Duration {
        var bound = firstPause
        for _ in 1..<max(1, attempt) where bound < longestPause { bound *= 2 }
        return min(bound, longestPause) * fraction
    }
}
