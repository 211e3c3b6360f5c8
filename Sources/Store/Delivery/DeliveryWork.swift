public import ConnectorKit

/// What is to be done on a platform.
public enum DeliveryWork: Int, Sendable, CaseIterable {
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
public struct OutboxID: Sendable, Hashable {
    let row: Int64

    public init(_ number: Int64) { row = number }
}

/// Work on a course.
public struct DueCourse: Sendable {
    public let id: OutboxID
    public let content: LearningObject
    /// Of the payload that was delivered last; nil for a course that was not.
    public let digest: String?
    /// The platform's id of the course, where it told one.
    public let resource: String?
    /// The names the course is to have as tags.
    public let tags: [String]
    /// The platform's ids of the tags that are there because of a delivery alone.
    public let owned: Set<String>
}

/// An enrolment whose statistic is due.
public struct DueStatistic: Sendable {
    public let id: OutboxID
    public let externalID: String
    /// The learner's e-mail address.
    public let mail: String
    public let enrolment: KeptEnrolment
    /// Of the payload that was delivered last; nil where none was.
    public let digest: String?
}
