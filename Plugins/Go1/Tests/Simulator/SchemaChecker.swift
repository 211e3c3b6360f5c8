import ConnectorKit
import Testing
import Yams

/// Checks answers against the schemas of an OpenAPI description, as far as Go1's uses them.
struct SchemaChecker {
    let description: Node

    init(_ text: String) throws {
        description = try #require(try Yams.compose(yaml: text))
    }

    /// The schema of the 200 answer of an operation.
    func schema(_ path: String) throws -> Node {
        try #require(
            description["paths"]?[path]?["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"])
    }

    /// What is wrong with a value, with its place; empty where nothing is. A member that the description
    /// does not name is wrong too, though OpenAPI would let it pass.
    func problems(_ value: AnsweredJSON, _ schema: Node, at place: String = "$") -> [String] {
        if value == .null { return schema["nullable"]?.bool == true ? [] : ["\(place) is null"] }
        var problems = (schema["allOf"].map(parts) ?? []).flatMap { self.problems(value, $0, at: place) }
        // Two of its alternatives may be equal, so that "exactly one" cannot be asked for.
        for name in ["oneOf", "anyOf"] {
            guard let choices = schema[name].map(parts) else { continue }
            let found = choices.map { self.problems(value, $0, at: place) }
            if !found.contains(where: \.isEmpty) { problems += found.first ?? [] }
        }
        if let type = schema["type"]?.string, !fits(value, type) {
            return problems + ["\(place) is \(value.kind), not \(type)"]
        }
        if let choices = schema["enum"].map(parts)?.compactMap(\.string), let text = value.text,
            !choices.contains(text)
        {
            problems.append("\(place) is \"\(text)\", not one of \(choices)")
        }
        if schema["format"]?.string == "date-time", let text = value.text, Timestamp.date(text) == nil {
            problems.append("\(place) is \"\(text)\", not a date-time")
        }
        if let items = schema["items"], let list = value.list {
            problems += list.enumerated().flatMap { self.problems($1, items, at: "\(place)[\($0)]") }
        }
        return problems + members(value, schema, at: place)
    }

    private func members(_ value: AnsweredJSON, _ schema: Node, at place: String) -> [String] {
        guard let members = value.members else { return [] }
        var problems = (schema["required"].map(parts) ?? []).compactMap(\.string)
            .filter { members[$0] == nil }.map { "\(place).\($0) is missing" }
        guard let declared = schema["properties"]?.mapping else { return problems }
        let placeholder = declared.first { $0.key.string?.hasPrefix("{") == true }?.value
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = declared[Node(name)] ?? placeholder {
                problems += self.problems(member, schema, at: "\(place).\(name)")
            } else {
                problems.append("\(place).\(name) is not in the description")
            }
        }
        return problems
    }

    private func fits(_ value: AnsweredJSON, _ type: String) -> Bool {
        switch (type, value) {
        case ("integer", .number(let number)): number == number.rounded()
        default: value.kind == type
        }
    }

    private func parts(_ node: Node) -> [Node] { node.sequence.map(Array.init) ?? [] }
}
