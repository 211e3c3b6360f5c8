package import ConnectorKit
import Foundation

/// What providers know of an enrolment, within bounds (rule A26).
extension Enrolment {
    /// When it began: if nobody knows, its earliest activity that was named.
    var begin: Date { createdAt ?? updatedAt }

    /// The naming with a begin, and with values that the store can hold.
    var bounded: Enrolment {
        var bounded = self
        bounded.learner = nil
        bounded.createdAt = begin
        bounded.progress = progress.map { min(max($0, 0), 100) }
        return bounded
    }

    /// The time that counts, in milliseconds; nil if the provider knows none.
    package var knownTime: Int64? {
        switch timeSpent {
        case nil: nil
        case .total(let time): Self.milliseconds(time)
        case .windows(let windows):
            windows.reduce(0) { sum, window in
                status == .completed && window.key > updatedAt ? sum : sum + Self.milliseconds(window.value)
            }
        }
    }

    /// The most that one time counts, in milliseconds: a century (our decision), so that no sum overflows.
    private static let longest: Int64 = 100 * 366 * 86_400_000

    /// Milliseconds from 0 to ``longest``.
    package static func milliseconds(_ time: Duration) -> Int64 {
        let (seconds, rest) = time.components
        guard seconds >= 0 else { return 0 }
        guard seconds < longest / 1_000 else { return longest }
        return max(0, seconds * 1_000 + rest / 1_000_000_000_000_000)
    }
}

extension Enrolment.TimeSpent? {
    /// Windows add up, each with the longest time that was named; a total is that of the later naming.
    static func merging(_ earlier: Self, later: Self) -> Self {
        guard case .windows(let one) = earlier, case .windows(let other) = later else {
            return later ?? earlier
        }
        return .windows(one.merging(other) { Swift.max($0, $1) })
    }
}
