public import Foundation

/// A provider's item in common terms: the content of a course (rule M1).
public struct LearningObject: Sendable, Equatable {
    /// The provider's id of the item, unique within a connection.
    public var externalID = ""
    public var name = ""
    /// Untrusted HTML from the provider. The host cleans it.
    public var description: String?
    /// An absolute http(s) URL.
    public var image: String?
    /// Minutes, more than 0; nil if unknown.
    public var duration: Int?
    public var authors: [String] = []
    public var publisher: String?
    /// BCP 47, such as `en-US`.
    public var language: String?
    public var launchURL = ""
    public var modifiedAt: Date?
    public var subjects: [String] = []
    public var contentType = ContentType.course
    /// The provider's own type, such as `interactive`. Filters use this type.
    public var providerType = ""
    /// Whether the provider offers the item. If not, its courses are archived.
    public var published = true
    /// When the provider will retire the item, if it says so.
    public var retiresAt: Date?

    public init() {}
}

/// The type of a course (rule M3).
public enum ContentType: String, Sendable, CaseIterable {
    case article, audiobook, book, course, interactive, podcast, video
}
