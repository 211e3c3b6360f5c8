import SimulatorSupport
import TestSupport
import ConnectorKit
import Testing
import Yams

/// Checks responses against the schemas of an OpenAPI description, limited to the features that Go1's uses.
struct SchemaChecker: Sendable {
    /// Every scalar of the description is text here.
    private let description: JSONValue

    init(_ yaml: String) throws {
        description = Self.value(try #require(try Yams.compose(yaml: yaml)))
    }

    /// Returns the schema of an operation's successful response.
    func schema(_ path: String, _ method: String = "get", _ status: Int = 200) throws -> JSONValue {
        let answer = description["paths"]?[path]?[method]?["responses"]?[String(status)]
        return try #require(answer?["content"]?["application/json"]?["schema"])
    }

    /// Returns the schema of an operation's request.
    func requestSchema(_ path: String, _ method: String) throws -> JSONValue {
        let body = description["paths"]?[path]?[method]?["requestBody"]
        return try #require(body?["content"]?["application/json"]?["schema"])
    }

    /// Returns the problems of a value with their positions; empty if there are none. Members that the
    /// description does not name are problems too, although OpenAPI allows them.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        if value == .null { return schema["nullable"] == .text("true") ? [] : ["\(place) is null"] }
        var problems = (schema["allOf"]?.list ?? []).flatMap { self.problems(value, $0, at: place) }
        // Two of its alternatives may be equal, so "exactly one" cannot be required.
        for name in ["oneOf", "anyOf"] {
            guard let choices = schema[name]?.list else { continue }
            let found = choices.map { self.problems(value, $0, at: place) }
            if !found.contains(where: \.isEmpty) { problems += found.first ?? [] }
        }
        if let type = schema["type"]?.text, !fits(value, type) {
            return problems + ["\(place) is \(value.kind), not \(type)"]
        }
        if let choices = schema["enum"]?.list?.compactMap(\.text), let text = value.text,
            !choices.contains(text)
        {
            problems.append("\(place) is \"\(text)\", not one of \(choices)")
        }
        if schema["format"]?.text == "date-time", let text = value.text, Timestamp.date(text) == nil {
            problems.append("\(place) is \"\(text)\", not a date-time")
        }
        if let items = schema["items"], let list = value.list {
            problems += list.enumerated().flatMap { self.problems($1, items, at: "\(place)[\($0)]") }
        }
        return problems + members(value, schema, at: place)
    }

    private func members(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard let members = value.members else { return [] }
        var problems = (schema["required"]?.list ?? []).compactMap(\.text)
            .filter { members[$0] == nil }.map { "\(place).\($0) is missing" }
        guard let declared = schema["properties"]?.members else { return problems }
        let placeholder = declared.first { $0.key.hasPrefix("{") }?.value
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = declared[name] ?? placeholder {
                problems += self.problems(member, schema, at: "\(place).\(name)")
            } else {
                problems.append("\(place).\(name) is not in the description")
            }
        }
        return problems
    }

    private func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("integer", .number): value.integer != nil
        default: value.kind == type
        }
    }

    private static func value(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping):
            .object(JSONObject(mapping.map { ($0.key.string ?? "", value($0.value)) }))
        case .sequence(let sequence): .list(sequence.map(value))
        default: .text(node.string ?? "")
        }
    }
}
