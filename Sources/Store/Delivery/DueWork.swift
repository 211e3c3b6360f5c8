package import ConnectorKit
package import Model

/// Work on a course.
package struct DueCourse: Sendable {
    package let id: OutboxID
    package let content: LearningObject
    /// Of the payload that was delivered last; nil for a course that was not.
    package let digest: String?
    /// The platform's id of the course, if it told one.
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
    package let enrolment: KeptEnrolment
    /// Of the payload that was delivered last; nil if none was.
    package let digest: String?
}
