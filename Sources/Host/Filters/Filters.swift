public import ConnectorKit

/// What a deployment takes of its provider's catalog.
///
/// Values of one filter are joined by OR, the two filters by AND, and an empty filter takes everything
/// (contract section 5).
public struct Filters: Sendable, Equatable {
    /// Language ranges, matched as RFC 4647 basic filtering: `en` takes `en-US`, `en-US` takes only that.
    public var languages: [LanguageTag]
    /// The provider's own content types.
    public var contentTypes: [String]

    public init(languages: [LanguageTag] = [], contentTypes: [String] = []) {
        self.languages = languages
        self.contentTypes = contentTypes
    }

    public var isEmpty: Bool { languages.isEmpty && contentTypes.isEmpty }

    /// Whether content of this language and provider type is taken. Content without a language passes
    /// only where no language is asked for.
    public func takes(language: String?, type: String) -> Bool {
        takes(language: language) && takes(type: type)
    }

    public func takes(language: String?) -> Bool {
        languages.isEmpty || language.map { tag in languages.contains { $0.takes(tag) } } ?? false
    }

    public func takes(type: String) -> Bool {
        contentTypes.isEmpty || contentTypes.contains(type)
    }
}

extension Filters {
    /// Both filters, as the API and the audit trail have them.
    public var record: Record {
        Record([("languages", .texts(languages.map(\.text))), ("contentTypes", .texts(contentTypes))])
    }
}
