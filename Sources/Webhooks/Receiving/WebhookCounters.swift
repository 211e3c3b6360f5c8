import Synchronization

/// What became of calls since the process began.
package final class WebhookCounters: Sendable {
    package struct Reading: Sendable, Equatable {
        /// By reason; every reason is there, at 0 if it never came up.
        package var refused = Dictionary(uniqueKeysWithValues: WebhookRefusal.allCases.map { ($0, 0) })
        /// Acknowledged and new.
        package var kept = 0
        /// Acknowledged, and known before.
        package var repeated = 0
    }

    private let state = Mutex(Reading())

    package init() {}

    package var reading: Reading { state.withLock { $0 } }

    func refused(_ reason: WebhookRefusal) { state.withLock { $0.refused[reason, default: 0] += 1 } }
    func acknowledged(isNew: Bool) { state.withLock { if isNew { $0.kept += 1 } else { $0.repeated += 1 } } }
}
