package import Model
package import ConnectorKit
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
}
