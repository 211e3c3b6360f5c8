import Model
package import Foundation
import Store

/// How a learner got on with a course, as a platform is told (contract section 7).
package struct LearnerStatistic: Sendable, Equatable {
    package var externalID: String
    /// The learner's e-mail address.
    package var mail: String
    package var firstActivity: Date
    package var lastActivity: Date
    /// Per cent, 0 to 100.
    package var progress: Int
    /// Whether the learner passed; nil where that is not known.
    package var passed: Bool?
    /// 0 to 100.
    package var score: Double?
    /// Milliseconds; nil where it is not known.
    package var timeSpent: Int?

    package init(
        externalID: String, mail: String, firstActivity: Date, lastActivity: Date, progress: Int,
        passed: Bool? = nil, score: Double? = nil, timeSpent: Int? = nil
    ) {
        self.externalID = externalID
        self.mail = mail
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.progress = progress
        self.passed = passed
        self.score = score
        self.timeSpent = timeSpent
    }

    /// What an enrolment says, as one statistic: the platform's own rule makes attempts of it.
    package init(_ statistic: Statistic, of externalID: String, mail: String) {
        self.init(
            externalID: externalID, mail: mail, firstActivity: statistic.firstActivity,
            lastActivity: statistic.lastActivity, progress: statistic.progress,
            passed: statistic.result.map { $0 == .success },
            timeSpent: statistic.timeSpent.map { Int($0) })
    }
}
