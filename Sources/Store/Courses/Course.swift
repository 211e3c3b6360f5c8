public import ConnectorKit

/// An item as it stands in one group.
public struct Course: Sendable, Equatable {
    public let id: Int64
    public let group: String
    public let provider: String
    /// The content; its description is cleaned HTML.
    public let content: LearningObject
    public let reasons: ArchiveReasons
    public let tags: [CourseTag]

    public init(
        id: Int64, group: String, provider: String, content: LearningObject, reasons: ArchiveReasons,
        tags: [CourseTag] = []
    ) {
        self.id = id
        self.group = group
        self.provider = provider
        self.content = content
        self.reasons = reasons
        self.tags = tags
    }

    public var isArchived: Bool { !reasons.isEmpty }
}

/// Which courses of a group are asked for.
public struct CourseQuery: Sendable {
    public enum Archived: String, Sendable, CaseIterable { case yes, no, any }

    public var group: String
    /// Words; each has to begin a word of name, description, subjects, authors or publisher.
    public var search: String?
    /// Language ranges (RFC 4647 basic filtering); empty: all.
    public var languages: [LanguageTag] = []
    /// The provider's types; empty: all.
    public var types: [String] = []
    public var archived = Archived.no
    /// Only what follows this course in the order of external ids; nil from the first.
    public var after: (externalID: String, provider: String)?
    /// How many at most; nil for all.
    public var limit: Int?

    public init(group: String) { self.group = group }
}
