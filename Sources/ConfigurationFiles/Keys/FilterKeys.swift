import ConnectorKit

/// What `filters:` may hold.
struct FilterKeys: Sendable {
    let languages = Key(
        "languages", .languages, mayBeEmpty: true,
        help: "Language tags; en takes en-US too. None: every language.")
    let contentTypes: Key<[String]>
    /// One for each vocabulary of the provider's own.
    let others: [(vocabulary: Vocabulary, key: Key<[String]>)]

    init(_ descriptor: ProviderDescriptor) {
        contentTypes = Key(
            "content_types", .contentTypes(descriptor), mayBeEmpty: true,
            help: "The provider's own content types. None: every type.")
        others = descriptor.filters.others.map { vocabulary in
            (
                vocabulary,
                Key(
                    vocabulary.name, .words(of: vocabulary, descriptor), mayBeEmpty: true,
                    help: vocabulary.help)
            )
        }
    }

    var section: SectionKeys {
        SectionKeys(
            declared: [languages.declaration, contentTypes.declaration] + others.map(\.key.declaration))
    }
}

extension ValueForm where Value == [LanguageTag] {
    /// Each once, in the order in which they are written.
    fileprivate static var languages: ValueForm {
        ValueForm(.list(of: .any(of: [.languageTag, .reference]))) { check, entry in
            let items = check.list(entry, expected: "a list of language tags such as [en, fr]") ?? []
            return items.reduce(into: []) { tags, item in
                guard let text = check.text(item, named: "an item of languages", expected: "a language tag"),
                    let tag = check.language(text), !tags.contains(tag)
                else { return }
                tags.append(tag)
            }
        }
    }
}

extension ValueForm where Value == [String] {
    /// Each once, in the order in which they are written.
    fileprivate static func contentTypes(_ descriptor: ProviderDescriptor) -> ValueForm {
        let types = descriptor.filters.contentTypes
        let example = types.prefix(2).joined(separator: ", ")
        let spellings = types + descriptor.filters.aliases.keys.sorted()
        return ValueForm(.list(of: .any(of: [.choice(spellings), .reference]))) { check, entry in
            let items = check.list(entry, expected: "a list of content types such as [\(example)]") ?? []
            return items.reduce(into: []) { taken, item in
                guard let type = check.contentType(item, of: descriptor), !taken.contains(type) else {
                    return
                }
                taken.append(type)
            }
        }
    }
}

extension ValueForm where Value == [String] {
    /// Each once, in the order in which they are written.
    fileprivate static func words(of vocabulary: Vocabulary, _ descriptor: ProviderDescriptor) -> ValueForm {
        let example = vocabulary.values.prefix(2).joined(separator: ", ")
        let form =
            vocabulary.values.isEmpty
            ? JSONSchema.filledText : .choice(vocabulary.values + vocabulary.aliases.keys.sorted())
        return ValueForm(.list(of: .any(of: [form, .reference]))) { check, entry in
            let expected = example.isEmpty ? "a list of texts" : "a list such as [\(example)]"
            let items = check.list(entry, expected: expected) ?? []
            return items.reduce(into: []) { taken, item in
                guard let text = check.text(item, named: "an item of \(vocabulary.name)", expected: "text"),
                    let word = check.filterValue(
                        text,
                        { () throws(FilterMistake) in
                            try descriptor.word(
                                given: text.value, of: vocabulary, shown: text.shown,
                                suggests: !text.referenced)
                        }), !taken.contains(word)
                else { return }
                taken.append(word)
            }
        }
    }
}

extension FileCheck {
    fileprivate mutating func contentType(_ item: YAMLNode, of descriptor: ProviderDescriptor) -> String? {
        guard let text = text(item, named: "an item of content_types", expected: "a content type")
        else { return nil }
        return filterValue(text) { () throws(FilterMistake) in
            try descriptor.contentType(given: text.value, shown: text.shown, suggests: !text.referenced)
        }
    }
}
