import Synchronization

/// How much a run may retry in all, so that it ends however bad the other side is.
package final class RetryBudget: Sendable {
    private struct Rest {
        var retries: Int
        var waiting: Duration
    }

    private let rest: Mutex<Rest>

    /// - Parameters:
    ///   - retries: how many requests may be sent again. The default is our decision: one in twenty of
    ///     20,000.
    ///   - waiting: how long all pauses together may be, whether or not they overlap. The default is our
    ///     decision.
    package init(retries: Int = 1_000, waiting: Duration = .seconds(900)) {
        rest = Mutex(Rest(retries: retries, waiting: waiting))
    }

    /// Takes one retry after a pause out of the budget; false, and nothing taken, where it does not suffice.
    func take(_ pause: Duration) -> Bool {
        rest.withLock { rest in
            guard rest.retries > 0, rest.waiting >= pause else { return false }
            rest.retries -= 1
            rest.waiting -= pause
            return true
        }
    }
}
