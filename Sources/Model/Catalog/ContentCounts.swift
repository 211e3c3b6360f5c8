package import ConnectorKit

/// How many items there are of each language and content type: what filters can be chosen from.
package struct ContentCounts: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package let value: String
        package let count: Int
    }

    private var byLanguage: [String: Int] = [:]
    private var byType: [String: Int] = [:]
    private var byText: [Vocabulary.Field: [String: Int]] = [:]
    package private(set) var total = 0
    /// Items without a language; no language filter takes them.
    package private(set) var unknownLanguage = 0

    package init() {}

    package mutating func add(language: String?, type: String, count: Int = 1) {
        total += count
        byType[type, default: 0] += count
        if let language {
            byLanguage[language, default: 0] += count
        } else {
            unknownLanguage += count
        }
    }

    /// Counts the texts of fields that vocabularies are about. They add nothing to ``total``.
    package mutating func add(_ texts: [Vocabulary.Field: [String]], count: Int = 1) {
        for (field, texts) in texts {
            for text in Set(texts) where !text.isEmpty {
                byText[field, default: [:]][text, default: 0] += count
            }
        }
    }

    /// The texts of a field, the most frequent first, and 200 at most.
    package func texts(_ field: Vocabulary.Field) -> [Value] {
        Array(Self.sorted(byText[field] ?? [:]).prefix(200))
    }

    /// The provider's content types, the most frequent first.
    package var types: [Value] { Self.sorted(byType) }

    /// The languages as a filter may name them, each with what it would take, the most frequent first.
    ///
    /// A filter `en` takes `en-US` too (rule F2). So variants of a language are offered together as well as alone.
    package var languages: [Value] {
        let families = Dictionary(grouping: byLanguage.keys) { $0.prefix { $0 != "-" } }
        let together = families.filter { $1.count > 1 }.keys.map(String.init)
        var counts: [String: Int] = [:]
        for text in Set(together).union(byLanguage.keys) {
            guard let range = LanguageTag(text) else { continue }
            counts[text] = byLanguage.reduce(0) { $0 + (range.matches($1.key) ? $1.value : 0) }
        }
        return Self.sorted(counts)
    }

    private static func sorted(_ counts: [String: Int]) -> [Value] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            Value(value: $0.key, count: $0.value)
        }
    }
}

extension LearningObject {
    /// The texts that a filter by a vocabulary is compared with.
    package func texts(of field: Vocabulary.Field) -> [String] {
        switch field {
        case .subjects: subjects
        case .publisher: [publisher].compactMap(\.self)
        case .authors: authors
        }
    }
}
