package import ConnectorKit

/// What a deployment takes of its provider's catalog.
///
/// Values of one filter are joined by OR, the filters by AND, and an empty filter takes everything
/// (rules F1 and F2).
package struct Filters: Sendable, Equatable {
    /// Language ranges, matched as RFC 4647 basic filtering: `en` takes `en-US`, `en-US` takes only that.
    package var languages: [LanguageTag]
    /// The provider's own content types.
    package var contentTypes: [String]
    /// By vocabularies of the provider's own, each with a value at least, in the order of their declaration.
    package var terms: [TermFilter]

    package init(languages: [LanguageTag] = [], contentTypes: [String] = [], terms: [TermFilter] = []) {
        self.languages = languages
        self.contentTypes = contentTypes
        self.terms = terms
    }

    package var isEmpty: Bool { languages.isEmpty && contentTypes.isEmpty && terms.isEmpty }

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

/// A filter by a vocabulary of the provider's own (rule F8).
package struct TermFilter: Sendable, Equatable {
    /// The name of the vocabulary.
    package let name: String
    package let field: Vocabulary.Field
    package let values: [String]

    package init(name: String, field: Vocabulary.Field, values: [String]) {
        self.name = name
        self.field = field
        self.values = values
    }

    /// Whether content with these texts in the field is taken; content without any is not.
    package func takes(_ texts: [String]) -> Bool {
        let wanted = Set(values.map { $0.lowercased() })
        return texts.contains { wanted.contains($0.lowercased()) }
    }
}

extension Filters {
    /// All filters, as the API and the audit trail have them.
    package var record: Record {
        let own = Record(terms.map { ($0.name, .texts($0.values)) })
        return Record(
            [("languages", .texts(languages.map(\.text))), ("contentTypes", .texts(contentTypes))]
                + (terms.isEmpty ? [] : [("terms", .object(own))]))
    }
}
