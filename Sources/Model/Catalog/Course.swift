package import ConnectorKit

/// An item as it stands in one group.
package struct Course: Sendable, Equatable {
    package let id: Int64
    package let group: String
    package let provider: String
    /// The content; its description is cleaned HTML.
    package let content: LearningObject
    package let reasons: ArchiveReasons
    package let tags: [CourseTag]

    package init(
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

    package var isArchived: Bool { !reasons.isEmpty }
}

/// Which courses of a group are asked for.
package struct CourseQuery: Sendable {
    package enum Archived: String, Sendable, CaseIterable { case yes, no, any }

    package var group: String
    /// Words; each has to begin a word of name, description, subjects, authors or publisher.
    package var search: String?
    /// Language ranges (RFC 4647 basic filtering); empty: all.
    package var languages: [LanguageTag] = []
    /// The provider's types; empty: all.
    package var types: [String] = []
    package var archived = Archived.no
    /// Only what follows this course in the order of external ids; nil from the first.
    package var after: (externalID: String, provider: String)?
    /// How many at most; nil for all.
    package var limit: Int?

    package init(group: String) { self.group = group }
}
