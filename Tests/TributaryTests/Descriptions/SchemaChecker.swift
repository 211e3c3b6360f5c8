import ConnectorKit
import Foundation
import Model

/// Checks values against a JSON Schema, as far as the ones of configuration files go.
struct SchemaChecker {
    let root: JSONValue

    /// Keywords that say something to people and ask nothing of a value; a format is one by default.
    private static let notes: Set<String> = [
        "$schema", "$defs", "title", "description", "default", "writeOnly", "format",
    ]

    /// A schema that asks for what this checker does not know is no schema it may pass.
    struct UnknownKeyword: Error, CustomStringConvertible {
        let description: String
    }

    /// What is wrong with a value, with its place; empty where nothing is.
    func problems(_ value: JSONValue) throws -> [String] { try problems(value, root, at: "$") }

    private func problems(_ value: JSONValue, _ schema: JSONValue, at place: String) throws -> [String] {
        try schema.keywords.sorted { $0.key < $1.key }.flatMap { keyword, asked -> [String] in
            switch keyword {
            case let note where Self.notes.contains(note): []
            case "$ref": try problems(value, reference(asked), at: place)
            case "type": asked.items.contains(where: value.isOf) ? [] : ["\(place) is of another type"]
            case "const": value == asked ? [] : ["\(place) is not \(asked.plain)"]
            case "enum": asked.items.contains(value) ? [] : ["\(place) is not one of \(asked.plain)"]
            case "pattern": try matches(value, asked) ? [] : ["\(place) does not match \(asked.plain)"]
            case "minimum": value.amount < asked.amount ? ["\(place) is too small"] : []
            case "maximum": value.amount > asked.amount ? ["\(place) is too large"] : []
            case "anyOf":
                try asked.items.contains { try problems(value, $0, at: place).isEmpty }
                    ? [] : ["\(place) is none of what may stand there"]
            case "items":
                try (value.list ?? []).enumerated().flatMap { try problems($1, asked, at: "\(place)[\($0)]") }
            case "required":
                value.object != nil
                    ? asked.items.map(\.plain).filter { value.keywords[$0] == nil }.map {
                        "\(place).\($0) is missing"
                    } : []
            case "properties":
                try asked.keywords.sorted { $0.key < $1.key }.flatMap { name, schema in
                    try value.keywords[name].map { try problems($0, schema, at: "\(place).\(name)") } ?? []
                }
            case "additionalProperties" where asked == .boolean(false):
                value.keywords.keys.filter { schema.keywords["properties"]?.keywords[$0] == nil }.sorted()
                    .map { "\(place).\($0) is unknown" }
            default: throw UnknownKeyword(description: "\(keyword): \(asked.plain)")
            }
        }
    }

    private func reference(_ path: JSONValue) throws -> JSONValue {
        let names = path.plain.split(separator: "/").map(String.init)
        guard names.first == "#" else { throw UnknownKeyword(description: "$ref: \(path.plain)") }
        return try names.dropFirst().reduce(root) { schema, name in
            guard let next = schema.keywords[name] else {
                throw UnknownKeyword(description: "$ref: \(path.plain)")
            }
            return next
        }
    }

    private func matches(_ value: JSONValue, _ pattern: JSONValue) throws -> Bool {
        guard case .text(let text) = value else { return true }
        return try text.contains(Regex(pattern.plain))
    }
}

extension JSONValue {
    /// The members of an object; none of anything else.
    var keywords: [String: JSONValue] { members ?? [:] }
    /// The values of a keyword that may have one or several.
    var items: [JSONValue] { list ?? [self] }
    /// Not a number for anything but a number, so that no comparison holds.
    fileprivate var amount: Double { double ?? .nan }

    fileprivate func isOf(_ type: JSONValue) -> Bool {
        switch (self, type.plain) {
        case (.null, "null"), (.boolean, "boolean"), (.number, "number"), (.text, "string"),
            (.list, "array"), (.object, "object"):
            true
        case (.number, "integer"): integer != nil
        default: false
        }
    }
}
