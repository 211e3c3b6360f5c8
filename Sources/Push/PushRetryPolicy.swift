import ConnectorKit
import Foundation
import Model
import Store

/// How often and when an entry is tried again. No source settles the numbers: they are our decision.
enum PushRetryPolicy {
    /// How often an entry is tried before it is set aside.
    static let attempts = 5
    /// How many entries may fail in a row before the provider counts as out of order, and all wait.
    static let outage = 25

    static func pause(after failures: Int) -> Duration { .seconds(min(300, 1 << min(failures - 1, 9))) }

    static func result(of push: StoredPush, _ reason: String, now: Date) -> PushTry {
        let failures = push.attempts + 1
        guard failures < attempts else { return .setAside(reason: reason) }
        let seconds = TimeInterval(pause(after: failures).components.seconds)
        return .postponed(until: now.addingTimeInterval(seconds), reason: reason)
    }
}
