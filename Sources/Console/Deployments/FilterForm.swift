import ConnectorKit
import HTTPAPI
import Host
import Model

/// The filters in a form.
struct FilterForm: Sendable {
    let languages: [String]
    let contentTypes: [String]

    init(_ form: FormFields) {
        languages = form.list("languages")
        contentTypes = form.all("type")
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

    /// The fields of the form, with a check box for each content type of the provider.
    func fields(_ types: [String], _ words: Reader) -> [(String, JSONValue)] {
        let boxes = types.map { type in
            JSONValue.record([
                ("value", .text(type)), ("isChosen", .boolean(contentTypes.contains(type))),
            ])
        }
        return [
            ("languages", .text(languages.joined(separator: ", "))), ("types", .list(boxes)),
            ("typesText", .text(words.list(contentTypes.map { words.words.word($0, in: .contentType) }))),
        ]
    }
}
