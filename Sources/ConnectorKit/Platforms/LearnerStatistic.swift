public import Foundation

/// A learner's progress in a course, as a platform receives it.
public struct LearnerStatistic: Sendable, Equatable {
    public var externalID: String
    /// The learner's e-mail address.
    public var mail: String
    public var firstActivity: Date
    public var lastActivity: Date
    /// Per cent, 0 to 100.
    public var progress: Int
    /// Whether the learner passed; nil if unknown.
    public var passed: Bool?
    /// 0 to 100.
    public var score: Double?
    /// Milliseconds; nil if unknown.
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
}
