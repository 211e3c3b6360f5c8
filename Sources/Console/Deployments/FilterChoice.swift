import ConnectorKit
import HTTPAPI
import Model

/// The languages and content types that filters can be chosen from, with how many items there are.
struct FilterChoice: Sendable {
    /// Objects of value and count, as the API counts them.
    let languages: JSONValue
    let types: JSONValue
    /// The content types that the provider declares; there need not be an item of each.
    let declared: [String]
    var vocabularies: [Vocabulary] = []
    /// Objects of word and count by the names of vocabularies; null if they were not counted.
    var terms: JSONValue = .null

    /// The fields of a form, with what is chosen checked.
    func fields(_ chosen: FilterForm, _ words: Reader) -> [(String, JSONValue)] {
        let known = languages.elements.map { $0["value"].plain }
        let strangers = chosen.languages.filter { !known.contains($0) }
        let boxes =
            languages.elements.map { entry in
                box(
                    entry["value"].plain, words.language(entry["value"].plain), entry["count"],
                    chosen.languages)
            } + strangers.map { box($0, words.language($0), .integer(0), chosen.languages) }
        // What is chosen comes first, so that it is seen without a search.
        let ordered = boxes.filter { $0["isChosen"].isTrue } + boxes.filter { !$0["isChosen"].isTrue }
        // If nothing was counted, no number is shown.
        let none = types.elements.isEmpty ? JSONValue.null : .integer(0)
        let counts = Dictionary(types.elements.map { ($0["value"].plain, $0["count"]) }) { first, _ in first }
        let kinds = declared.map { type in
            box(
                type, words.words.word(type, in: .contentType), counts[type] ?? none, chosen.contentTypes
            ).with([("icon", .text(Self.icon(type)))])
        }
        return [
            ("languageBoxes", .list(ordered)), ("hasLanguages", .boolean(!ordered.isEmpty)),
            ("isLong", .boolean(ordered.count > 8)), ("types", .list(kinds)),
            ("vocabularies", .list(vocabularies.map { field($0, chosen.terms[$0.name] ?? []) })),
        ]
    }

    /// The field of a vocabulary: boxes for its most frequent words, and a line for each other word.
    private func field(_ vocabulary: Vocabulary, _ words: [String]) -> JSONValue {
        let field = FilterForm.termField + vocabulary.name
        let counted = terms[vocabulary.name].elements.prefix(Self.boxesOfTerms)
        func isLike(_ one: String) -> (String) -> Bool { { $0.lowercased() == one.lowercased() } }
        let boxes = counted.map { entry in
            let word = entry["value"].plain
            return box(word, word, entry["count"], words.contains(where: isLike(word)) ? [word] : [])
                .with([("field", .text(field))])
        }
        let others = words.filter { word in
            !counted.contains { isLike(word)($0["value"].plain) }
        }
        return .record([
            ("field", .text(field)), ("name", .text(vocabulary.label)), ("help", .text(vocabulary.help)),
            ("lines", .text(others.joined(separator: "\n"))), ("boxes", .list(boxes)),
            ("hasBoxes", .boolean(!boxes.isEmpty)),
            ("known", .text(vocabulary.values.joined(separator: ", "))),
        ])
    }

    /// How many words of a vocabulary have boxes.
    private static let boxesOfTerms = 30

    /// The chosen languages that no item is in.
    func unmatched(_ chosen: FilterForm) -> [String] {
        let known = languages.elements.map { $0["value"].plain.lowercased() }
        return chosen.languages.filter { language in
            let range = language.lowercased().replacing("_", with: "-")
            return !known.contains { $0 == range || $0.hasPrefix(range + "-") }
        }
    }

    private func box(_ value: String, _ name: String, _ count: JSONValue, _ chosen: [String]) -> JSONValue {
        .record([
            ("value", .text(value)), ("name", .text(name)), ("count", count),
            ("isChosen", .boolean(chosen.contains(value))),
        ])
    }

    private static func icon(_ type: String) -> String {
        switch type {
        case "video": "▶"
        case "audio", "audiobook": "♪"
        case "document", "article", "text": "☰"
        case "interactive": "◆"
        case "link": "↗"
        default: "▤"
        }
    }
}
