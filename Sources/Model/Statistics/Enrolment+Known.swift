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
        bounded.progressAt = progress.map { _ in progressAt ?? updatedAt }
        if case .total = timeSpent { bounded.timeAt = timeAt ?? updatedAt }
        return bounded
    }

    /// Takes the progress of another naming, if it is the later one that states some.
    ///
    /// - Parameter isNews: Whether the other one came last, which decides between two of the same time.
    mutating func takeProgress(of other: Enrolment, isNews: Bool) {
        guard let time = other.progressAt, progressAt.map({ isNews ? $0 <= time : $0 < time }) ?? true else {
            return
        }
        (progress, progressAt) = (other.progress, time)
    }

    /// Takes the time of another naming: windows add up, each with the longest time that was named; of totals the latest
    /// counts, and of a completed enrolment what was named with the completion.
    ///
    /// - Parameter isNews: As in ``takeProgress(of:isNews:)``.
    mutating func takeTime(of other: Enrolment, isNews: Bool) {
        guard let time = other.timeSpent else { return }
        if case .windows(let theirs) = time, case .windows(let own) = timeSpent {
            timeSpent = .windows(own.merging(theirs) { Swift.max($0, $1) })
            return
        }
        if timeSpent != nil {
            let (mine, theirs) = (timeAt ?? updatedAt, other.timeAt ?? other.updatedAt)
            guard status != .completed || mine != updatedAt, isNews ? mine <= theirs : mine < theirs else {
                return
            }
        }
        (timeSpent, timeAt) = (time, other.timeAt)
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
