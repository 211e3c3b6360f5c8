package import ConnectorKit

/// What a deployment takes of its provider's catalog.
///
/// Values of one filter are joined by OR, the two filters by AND, and an empty filter takes everything
/// (rules F1 and F2).
package struct Filters: Sendable, Equatable {
    /// Language ranges, matched as RFC 4647 basic filtering: `en` takes `en-US`, `en-US` takes only that.
    package var languages: [LanguageTag]
    /// The provider's own content types.
    package var contentTypes: [String]

    package init(languages: [LanguageTag] = [], contentTypes: [String] = []) {
        self.languages = languages
        self.contentTypes = contentTypes
    }

    package var isEmpty: Bool { languages.isEmpty && contentTypes.isEmpty }

    /// Whether content of this language and provider type is taken. Content without a language passes
    /// only if no language is asked for.
    package func takes(language: String?, type: String) -> Bool {
        takes(language: language) && takes(type: type)
    }

    package func takes(language: String?) -> Bool {
        languages.isEmpty || language.map { tag in languages.contains { $0.matches(tag) } } ?? false
    }

    package func takes(type: String) -> Bool {
        contentTypes.isEmpty || contentTypes.contains(type)
    }
}

extension Filters {
    /// Both filters, as the API and the audit trail have them.
    package var record: Record {
        Record([("languages", .texts(languages.map(\.text))), ("contentTypes", .texts(contentTypes))])
    }
}
