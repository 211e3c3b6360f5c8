import ConnectorKit
import Model

/// A JSON Schema (draft 2020-12), or a part of one, as far as configuration files need it.
///
/// It accepts whatever the reader accepts, and as little else as a schema can say: that a variable is set
/// or a group id is used once, only `tributary check` can tell.
struct JSONSchema: Sendable, Equatable {
    let members: [(name: String, value: JSONValue)]

    init(_ members: [(name: String, value: JSONValue)]) { self.members = members }

    /// The schema as a JSON object; members stand in the order in which they were given.
    var value: JSONValue { .object(Record(members.map { ($0.name, $0.value) })) }

    /// The schema with further members, such as a description, at its end.
    func adding(_ more: [(name: String, value: JSONValue)]) -> JSONSchema { JSONSchema(members + more) }

    static func == (left: JSONSchema, right: JSONSchema) -> Bool { left.value == right.value }
}

extension JSONSchema {
    /// A value of one of these types: a scalar without quotes may reach a schema as number or boolean,
    /// and the reader takes it as the text it was written as.
    static func type(_ names: String...) -> JSONSchema {
        JSONSchema([("type", names.count == 1 ? .text(names[0]) : .texts(names))])
    }

    /// Text of this form; `pattern` is a regular expression as ECMA 262 has them.
    static func text(matching pattern: String) -> JSONSchema {
        type("string").adding([("pattern", .text(pattern))])
    }

    /// Anything written as one scalar that has a visible character.
    static let filledText = type("string", "number", "boolean").adding([("pattern", .text(#"\S"#))])

    static func integer(_ bounds: ClosedRange<Int>) -> JSONSchema {
        type("integer").adding([
            ("minimum", .integer(bounds.lowerBound)), ("maximum", .integer(bounds.upperBound)),
        ])
    }

    /// One of these texts. A text that YAML reads as a number or a boolean may stand as one.
    static func choice(_ texts: [String]) -> JSONSchema {
        let others = texts.flatMap { text -> [JSONValue] in
            [Int64(text).map(JSONValue.integer), Bool(text).map(JSONValue.boolean)].compactMap(\.self)
        }
        return JSONSchema([("enum", .list(texts.map(JSONValue.text) + others))])
    }

    static func list(of item: JSONSchema) -> JSONSchema { type("array").adding([("items", item.value)]) }

    /// One of several; a single one is itself.
    static func any(of alternatives: [JSONSchema]) -> JSONSchema {
        alternatives.count == 1
            ? alternatives[0] : JSONSchema([("anyOf", .list(alternatives.map(\.value)))])
    }

    /// A value that `${NAME}` or `${file:PATH}` stands for, wherever another type is asked for.
    static let reference = JSONSchema([("$ref", .text("#/$defs/reference"))])

    /// What ``reference`` refers to.
    static let definitions = JSONValue.object(
        Record([
            (
                "reference",
                text(matching: #"\$\{"#).adding([
                    (
                        "description",
                        .text("${NAME} is read from the environment, ${file:PATH} from a file.")
                    )
                ]).value
            )
        ]))
}

/// What a section knows of one of its keys.
struct KeyDeclaration: Sendable {
    let name: String
    let secret: Bool
    let required: Bool
    let schema: JSONSchema
}
