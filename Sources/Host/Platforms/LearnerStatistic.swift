public import Foundation
import Store

/// How a learner got on with a course, as a platform is told (contract section 7).
public struct LearnerStatistic: Sendable, Equatable {
    public var externalID: String
    /// The learner's e-mail address.
    public var mail: String
    public var firstActivity: Date
    public var lastActivity: Date
    /// Per cent, 0 to 100.
    public var progress: Int
    /// Whether the learner passed; nil where that is not known.
    public var passed: Bool?
    /// 0 to 100.
    public var score: Double?
    /// Milliseconds; nil where it is not known.
    public var timeSpent: Int?

    public init(
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
    public init(_ statistic: Statistic, of externalID: String, mail: String) {
        self.init(
            externalID: externalID, mail: mail, firstActivity: statistic.firstActivity,
            lastActivity: statistic.lastActivity, progress: statistic.progress,
            passed: statistic.result.map { $0 == .success },
            timeSpent: statistic.timeSpent.map { Int($0) })
    }
}
