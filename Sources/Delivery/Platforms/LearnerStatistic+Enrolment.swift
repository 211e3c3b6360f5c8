package import Model
package import ConnectorKit
import Foundation
import Store

extension LearnerStatistic {
    /// An enrolment as one statistic. The platform's own rule makes attempts of it.
    package init(_ statistic: Statistic, of externalID: String, mail: String) {
        self.init(
            externalID: externalID, mail: mail, firstActivity: statistic.firstActivity,
            lastActivity: statistic.lastActivity, progress: statistic.progress,
            passed: statistic.result.map { $0 == .success },
            timeSpent: statistic.timeSpent.map { Int($0) })
    }

    /// Has it fill an attempt that the learner opened on the platform: its first activity is before that attempt's,
    /// whose last activity may be its first. A second is the most that a platform may cut off times.
    mutating func fill(_ opened: OpenedAttempt) {
        firstActivity = min(firstActivity, opened.at - 1)
        if !opened.isTimed { timeSpent = nil }
    }
}
