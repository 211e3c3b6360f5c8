import ConnectorKit
import HTTPAPI
import Host
import Model

/// The filters as they were typed.
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

    /// As the API takes them.
    var body: JSONBody {
        .object([
            "languages": .list(languages.map(JSONBody.text)),
            "contentTypes": .list(contentTypes.map(JSONBody.text)),
        ])
    }

    /// The fields of the form, with a box for each type that the provider has.
    func fields(_ types: [String]) -> [(String, RecordValue)] {
        let boxes = types.map { type in
            RecordValue.record([
                ("value", .text(type)), ("isChosen", .boolean(contentTypes.contains(type))),
            ])
        }
        return [
            ("languages", .text(languages.joined(separator: ", "))), ("types", .list(boxes)),
            ("typesText", .text(contentTypes.joined(separator: ", "))),
        ]
    }
}
