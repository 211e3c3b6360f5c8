import Synchronization

/// The retries of a whole run, so that it ends even if the service keeps failing.
package final class RetryBudget: Sendable {
    private struct Remaining {
        var retries: Int
        var waiting: Duration
    }

    private let remaining: Mutex<Remaining>

    /// - Parameters:
    ///   - retries: How many requests may be sent again. The default is our decision: 5 % of 20,000
    ///     requests.
    ///   - waiting: The sum of all pauses, even if they overlap. The default is our
    ///     decision.
    package init(retries: Int = 1_000, waiting: Duration = .seconds(900)) {
        remaining = Mutex(Remaining(retries: retries, waiting: waiting))
    }

    /// Uses one retry after a pause. Returns false, and uses nothing, if the budget does not suffice.
    func spend(_ pause: Duration) -> Bool {
        remaining.withLock { remaining in
            guard remaining.retries > 0, remaining.waiting >= pause else { return false }
            remaining.retries -= 1
            remaining.waiting -= pause
            return true
        }
    }
}
