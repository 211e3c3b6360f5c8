public import Foundation

/// A provider's item in the terms of every connector: what a course is made of.
///
/// The fields and their rules are in docs/rules.md (rule M1).
public struct LearningObject: Sendable, Equatable {
    /// The provider's id of the item, unique within a connection.
    public var externalID = ""
    public var name = ""
    /// Untrusted HTML as the provider gave it; the host cleans it.
    public var description: String?
    /// An absolute http(s) URL.
    public var image: String?
    /// Minutes, more than 0; nil where it is not known.
    public var duration: Int?
    public var authors: [String] = []
    public var publisher: String?
    /// BCP 47, such as `en-US`.
    public var language: String?
    public var launchURL = ""
    public var modifiedAt: Date?
    public var subjects: [String] = []
    public var contentType = ContentType.course
    /// The provider's own type, such as `interactive`; filters are about this one.
    public var providerType = ""
    /// Whether the provider offers it; an unpublished item archives its courses.
    public var published = true
    /// When the provider will retire it, if it said so.
    public var retiresAt: Date?

    public init() {}
}

/// What a course is to a learner.
public enum ContentType: String, Sendable, CaseIterable {
    case article, audiobook, book, course, interactive, podcast, video
}
