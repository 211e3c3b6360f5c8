package import ConnectorKit
package import Model

/// Work on a course.
package struct DueCourse: Sendable {
    package let id: OutboxID
    package let content: LearningObject
    /// Of the payload that was delivered last; nil for a course that was not.
    package let digest: String?
    /// The platform's id of the course, if it gave one.
    package let resource: String?
    /// The names the course is to have as tags.
    package let tags: [String]
    /// The platform's ids of the tags that are there because of a delivery alone.
    package let owned: Set<String>
}

/// An enrolment whose statistic is due.
package struct DueStatistic: Sendable {
    package let id: OutboxID
    package let externalID: String
    /// The learner's e-mail address.
    package let mail: String
    /// What is to be sent; nil if nothing is, since the platform would apply it to another attempt.
    package let statistic: Statistic?
    /// Whether another statistic of the enrolment follows it.
    package let isFirst: Bool
    /// Whether it is not to be in a batch with what is due before it.
    package let waits: Bool
    /// Of the payload that was delivered last; nil if none was.
    package let digest: String?
    /// The address under which it was delivered, if the learner has another one now.
    package let former: String?
    /// The attempt that the learner opened on the platform for it; nil if none is known.
    package let opened: OpenedAttempt?

    /// Precedes the digest of the first of two.
    package static let first = StatisticState.first
}
