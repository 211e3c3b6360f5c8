package import ConnectorKit
package import Model

/// Why a text is no value of a filter, in the same words for files, commands, API and console.
package struct FilterMistake: Error, Sendable, Equatable {
    package let message: String
    /// What could stand there, if that is a short list.
    var validValues: [String] = []
    var suggestion: String?
}

extension LanguageTag {
    /// A language as a person gave it.
    ///
    /// - Parameter shown: how messages quote the text; nil: as it is.
    package init(given text: String, shown: String? = nil) throws(FilterMistake) {
        guard let tag = LanguageTag(text) else {
            throw FilterMistake(
                message:
                    "\(shown ?? "\"\(text)\"") is no language tag; a BCP 47 tag such as en or pt-BR was expected"
            )
        }
        self = tag
    }
}

extension ProviderDescriptor {
    /// A content type as a person gave it.
    ///
    /// - Parameters:
    ///   - shown: how messages quote the text; nil: as it is.
    ///   - suggests: whether a message may name what is near; not if the text is not to be guessed.
    package func contentType(given text: String, shown: String? = nil, suggests: Bool = true)
        throws(FilterMistake) -> String
    {
        let types = filters.contentTypes
        if let type = filters.contentType(text) { return type }
        let near = suggests ? nearest(text, among: types) : nil
        let hint = near.map { "did you mean \"\($0)\"?" } ?? "known are \(types.joined(separator: ", "))"
        throw FilterMistake(
            message: "unknown content type \(shown ?? "\"\(text)\"") for \(id); \(hint)", validValues: types,
            suggestion: near)
    }
}

extension ProviderDescriptor {
    /// A word of a vocabulary of the provider's own, as a person gave it.
    package func word(
        given text: String, of vocabulary: Vocabulary, shown: String? = nil, suggests: Bool = true
    ) throws(FilterMistake) -> String {
        if let word = vocabulary.word(text.trimmed), !word.isEmpty { return word }
        let near = suggests ? nearest(text, among: vocabulary.values) : nil
        let known = vocabulary.values.prefix(20).joined(separator: ", ")
        let hint =
            near.map { "did you mean \"\($0)\"?" }
            ?? (known.isEmpty ? "text was expected" : "known are \(known)")
        throw FilterMistake(
            message: "unknown \(vocabulary.name) \(shown ?? "\"\(text)\"") for \(id); \(hint)",
            validValues: vocabulary.values, suggestion: near)
    }
}

extension Filters {
    /// Filters as a person gave them: each value once, in the given order.
    ///
    /// - Parameter terms: the values of vocabularies of the provider's own, by name.
    /// - Throws: ``FilterMistake`` for the first value that is none.
    package init(
        languages: [String], contentTypes: [String], terms: [String: [String]] = [:],
        of descriptor: ProviderDescriptor
    ) throws(FilterMistake) {
        self.init()
        for text in languages {
            let tag = try LanguageTag(given: text)
            if !self.languages.contains(tag) { self.languages.append(tag) }
        }
        for text in contentTypes {
            let type = try descriptor.contentType(given: text)
            if !self.contentTypes.contains(type) { self.contentTypes.append(type) }
        }
        let vocabularies = descriptor.filters.others
        for name in terms.keys.sorted() where !vocabularies.contains(where: { $0.name == name }) {
            let names = ["languages", "content_types"] + vocabularies.map(\.name)
            throw FilterMistake(
                message:
                    "\(descriptor.id) has no filter \"\(name)\"; known are \(names.joined(separator: ", "))",
                validValues: names, suggestion: nearest(name, among: names))
        }
        for vocabulary in vocabularies {
            var words: [String] = []
            for text in terms[vocabulary.name] ?? [] {
                let word = try descriptor.word(given: text, of: vocabulary)
                if !words.contains(word) { words.append(word) }
            }
            if !words.isEmpty {
                self.terms.append(TermFilter(name: vocabulary.name, field: vocabulary.field, values: words))
            }
        }
    }
}
