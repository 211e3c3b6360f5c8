public import Foundation

/// Reads back what a platform holds, so that what people changed there is seen and mended.
///
/// A platform whose API cannot be read back has none: ``PlatformClient/reader`` is then nil.
public protocol PlatformReader: Sendable {
    /// What of a place is not as the plan asks, in words; nil if the platform does not have the place.
    func differences(
        of destination: Destination, from plan: DestinationPlan
    ) async throws(Failure) -> [String]?

    /// One page of the courses of a place, in any order. Courses of other places may be among them.
    ///
    /// - Parameters:
    ///   - destination: the place.
    ///   - group: the platform's id of the group that the place is in.
    ///   - page: what the page before names as the next; nil for the first one.
    func courses(
        in destination: Destination, group: String, page: String?
    ) async throws(Failure) -> ReadPage<HeldCourse>

    /// One course; nil if the place does not hold it.
    func course(_ externalID: String, in destination: Destination) async throws(Failure) -> HeldCourse?

    /// What ``HeldCourse/fields`` of a course are once this content is delivered. Pure.
    func fields(of content: LearningObject) -> [String: String]

    /// The tags of a course, those of people included; nil if the platform does not have the course.
    func tags(of resource: String) async throws(Failure) -> HeldTags?

    /// One page of the attempts at a course, in any order.
    func attempts(at resource: String, page: String?) async throws(Failure) -> ReadPage<HeldAttempt>

    /// The platform's id of a learner; nil if it does not know the e-mail address.
    func learner(_ mail: String) async throws(Failure) -> String?
}

/// A page of what is read back.
public struct ReadPage<Element: Sendable>: Sendable {
    public let elements: [Element]
    /// Names the next page; nil for the last one.
    public let next: String?

    public init(_ elements: [Element], next: String?) {
        self.elements = elements
        self.next = next
    }
}

/// A course as the platform holds it.
public struct HeldCourse: Sendable, Equatable {
    /// The platform's id of it.
    public let resource: String
    public let isArchived: Bool
    /// What the platform gives back of what it was sent, by name. Only names that ``PlatformReader/fields(of:)`` has
    /// too are compared.
    public let fields: [String: String]

    public init(resource: String, isArchived: Bool, fields: [String: String]) {
        self.resource = resource
        self.isArchived = isArchived
        self.fields = fields
    }
}

/// The tags of a course.
public struct HeldTags: Sendable, Equatable {
    public let names: [String]
    /// Whether the course takes no further tag.
    public let isFull: Bool

    public init(_ names: [String], isFull: Bool) {
        self.names = names
        self.isFull = isFull
    }
}

/// A learner's try at a course, as the platform holds it.
public struct HeldAttempt: Sendable, Equatable {
    /// The platform's id of the learner.
    public let learner: String
    public let firstActivity: Date
    public let lastActivity: Date
    public let isCompleted: Bool

    public init(learner: String, firstActivity: Date, lastActivity: Date, isCompleted: Bool) {
        self.learner = learner
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.isCompleted = isCompleted
    }
}
