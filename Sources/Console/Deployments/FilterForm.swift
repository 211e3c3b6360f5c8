import ConnectorKit
import HTTPAPI
import Host
import Model

/// The filters in a form.
struct FilterForm: Sendable {
    let languages: [String]
    let contentTypes: [String]
    /// The words of vocabularies of the provider's own, by name.
    var terms: [String: [String]] = [:]

    init(_ form: FormFields) {
        let given = form.list("languages") + form.list("other")
        languages = given.enumerated().filter { given.firstIndex(of: $1) == $0 }.map(\.element)
        contentTypes = form.all("type")
        for (field, values) in form.values where field.hasPrefix(Self.termField) {
            let lines = values.flatMap { $0.split(whereSeparator: \.isNewline) }.map { String($0).trimmed }
            terms[String(field.dropFirst(Self.termField.count))] = lines.filter { !$0.isEmpty }
        }
    }

    init(languages: [String], contentTypes: [String]) {
        self.languages = languages
        self.contentTypes = contentTypes
    }

    init(_ filters: Filters) {
        languages = filters.languages.map(\.text)
        contentTypes = filters.contentTypes
        for term in filters.terms { terms[term.name] = term.values }
    }

    /// What the names of the fields of vocabularies begin with.
    static let termField = "term."

    /// The filters as the API takes them.
    var body: JSONValue {
        .object([
            "languages": .list(languages.map(JSONValue.text)),
            "contentTypes": .list(contentTypes.map(JSONValue.text)),
            "terms": .object(sorting: terms.mapValues { .list($0.map(JSONValue.text)) }),
        ])
    }
}
