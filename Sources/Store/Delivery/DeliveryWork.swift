package import ConnectorKit

/// What is to be done on a platform.
package enum DeliveryWork: Int, Sendable, CaseIterable {
    /// A course is added or replaced.
    case courses = 1
    /// A course is archived.
    case archive = 2
    /// A course is taken out of the archive.
    case restore = 3
    /// A learner's progress is told.
    case statistics = 4
    /// A course gets its tags.
    case tags = 5
}

/// The store's name of a piece of work.
package struct OutboxID: Sendable, Hashable {
    let row: Int64

    package init(_ number: Int64) { row = number }
}

/// Work on a course.
package struct DueCourse: Sendable {
    package let id: OutboxID
    package let content: LearningObject
    /// Of the payload that was delivered last; nil for a course that was not.
    package let digest: String?
    /// The platform's id of the course, where it told one.
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
    /// Of the payload that was delivered last; nil where none was.
    package let digest: String?
}
