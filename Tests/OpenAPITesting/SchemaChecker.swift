import TestSupport
package import ConnectorKit

/// Checks values against the schemas of a published OpenAPI description, strictly: a member that the
/// description does not name is wrong, though OpenAPI would let it pass.
package struct SchemaChecker: Sendable {
    package let description: JSONValue

    package init(_ description: JSONValue) { self.description = description }

    /// What is wrong with a value, with its place; empty where nothing is.
    package func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        if let reference = schema["$ref"]?.text {
            guard let found = resolve(reference) else { return ["\(place): there is no \(reference)"] }
            return problems(value, found, at: place)
        }
        var problems = (schema["allOf"]?.list ?? []).flatMap { self.problems(value, $0, at: place) }
        // Two alternatives may be equal, so that "exactly one" cannot be asked for.
        for name in ["oneOf", "anyOf"] {
            guard let choices = schema[name]?.list else { continue }
            let found = choices.map { self.problems(value, $0, at: place) }
            if !found.contains(where: \.isEmpty) { problems += found.flatMap { $0 } }
        }
        if let type = schema["type"]?.text, !fits(value, type) {
            return problems + ["\(place) is \(value.kind), not \(type)"]
        }
        if let items = schema["items"], let list = value.list {
            problems += list.enumerated().flatMap { self.problems($1, items, at: "\(place)[\($0)]") }
        }
        return problems + limits(value, schema, at: place) + members(value, schema, at: place)
    }

    /// The value a reference such as `#/components/schemas/Tag` leads to.
    private func resolve(_ reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(description as JSONValue?) { $0?[String($1)] }
    }

    private func limits(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        var problems: [String] = []
        if let choices = schema["enum"]?.list, !choices.contains(value) {
            problems.append("\(place) is \(value.text ?? value.kind), none of its values")
        }
        if let text = value.text {
            if schema["format"]?.text == "date-time", Timestamp.date(text) == nil {
                problems.append("\(place) is \(text), not a date-time")
            }
            if let pattern = schema["pattern"]?.text, let expression = try? Regex(pattern),
                text.wholeMatch(of: expression) == nil
            {
                problems.append("\(place) is \(text), not \(pattern)")
            }
            if let least = schema["minLength"]?.double, Double(text.count) < least {
                problems.append("\(place) is too short")
            }
        }
        if let number = value.double {
            if let least = schema["minimum"]?.double, number < least {
                problems.append("\(place) is \(number), less than \(least)")
            }
            if let most = schema["maximum"]?.double, number > most {
                problems.append("\(place) is \(number), more than \(most)")
            }
        }
        if let list = value.list, let most = schema["maxItems"]?.double, Double(list.count) > most {
            problems.append("\(place) has \(list.count) elements, more than \(most)")
        }
        return problems
    }

    private func members(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard let members = value.members else { return [] }
        var problems = (schema["required"]?.list ?? []).compactMap(\.text)
            .filter { members[$0] == nil }.map { "\(place).\($0) is missing" }
        guard let declared = schema["properties"]?.members else { return problems }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = declared[name] {
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
}
