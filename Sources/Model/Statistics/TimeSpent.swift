import ConnectorKit
import Foundation

/// How long a learner was at it, in milliseconds (rules A5 to A7).
enum TimeSpent {
    /// From here on attempts in progress have a time: 2025-07-23T00:00:00Z (rule A7).
    static let since = Date(timeIntervalSince1970: 1_753_228_800)

    /// The lesser of the theoretical duration and the span from first to last activity, never negative; nil if
    /// the duration is unknown. What is in progress and began before ``since`` has 0, whatever the duration.
    ///
    /// - Parameter duration: minutes; our decision: 0 and less say as little as nil.
    static func milliseconds(duration: Int?, from first: Date, to last: Date, completed: Bool) -> Int64? {
        if !completed, first < since { return 0 }
        guard let duration, duration > 0 else { return nil }
        let span = Timestamp.milliseconds(of: last) - Timestamp.milliseconds(of: first)
        let (whole, overflow) = Int64(duration).multipliedReportingOverflow(by: 60_000)
        return max(0, overflow ? span : min(whole, span))
    }
}
