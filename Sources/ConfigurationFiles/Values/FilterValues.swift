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
        if types.contains(text) { return text }
        let near = suggests ? nearest(text, among: types) : nil
        let hint = near.map { "did you mean \"\($0)\"?" } ?? "known are \(types.joined(separator: ", "))"
        throw FilterMistake(
            message: "unknown content type \(shown ?? "\"\(text)\"") for \(id); \(hint)", validValues: types,
            suggestion: near)
    }
}

extension Filters {
    /// Filters as a person gave them: each value once, in the given order.
    ///
    /// - Throws: ``FilterMistake`` for the first value that is none.
    package init(languages: [String], contentTypes: [String], of descriptor: ProviderDescriptor)
        throws(FilterMistake)
    {
        self.init()
        for text in languages {
            let tag = try LanguageTag(given: text)
            if !self.languages.contains(tag) { self.languages.append(tag) }
        }
        for text in contentTypes {
            let type = try descriptor.contentType(given: text)
            if !self.contentTypes.contains(type) { self.contentTypes.append(type) }
        }
    }
}
