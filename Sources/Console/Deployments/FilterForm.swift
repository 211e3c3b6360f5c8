import ConnectorKit
import HTTPAPI
import Host
import Model

/// The filters in a form.
struct FilterForm: Sendable {
    let languages: [String]
    let contentTypes: [String]

    init(_ form: FormFields) {
        let given = form.list("languages") + form.list("other")
        languages = given.enumerated().filter { given.firstIndex(of: $1) == $0 }.map(\.element)
        contentTypes = form.all("type")
    }

    init(languages: [String], contentTypes: [String]) {
        self.languages = languages
        self.contentTypes = contentTypes
    }

    init(_ filters: Filters) {
        languages = filters.languages.map(\.text)
        contentTypes = filters.contentTypes
    }

    /// The filters as the API takes them.
    var body: JSONValue {
        .object([
            "languages": .list(languages.map(JSONValue.text)),
            "contentTypes": .list(contentTypes.map(JSONValue.text)),
        ])
    }
}
