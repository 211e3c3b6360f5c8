package import ConnectorKit

/// An operation of a description: a method on a path.
package struct DescribedOperation: Sendable {
    package let checker: SchemaChecker
    let operation: JSONValue

    /// What is wrong with the query of a request: parameters that are not described.
    ///
    /// - Parameter names: as they were sent, decoded; `field[operator]` is described as `field`.
    package func problems(query names: [String]) -> [String] {
        let parameters = (operation["parameters"]?.list ?? []).filter { $0["in"]?.text == "query" }
        return names.filter { name in
            let parts = name.split(separator: "[").map { $0.hasSuffix("]") ? $0.dropLast() : $0 }
            let parameter = parameters.first { $0["name"]?.text == parts.first.map(String.init) }
            guard let parameter else { return true }
            return parts.count > 1 && parameter["schema"]?["properties"]?[String(parts[1])] == nil
        }.map { "the parameter \($0) is not in the description" }
    }

    /// What is wrong with the body of a request; nil for none.
    package func problems(body: JSONValue?) -> [String] {
        let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
        switch (schema, body) {
        case (nil, nil): return []
        case (nil, _): return ["a body is not in the description"]
        case (_, nil): return ["the body is missing"]
        case (let schema?, let body?): return checker.problems(body, schema)
        }
    }

    /// What is wrong with an answer; nil for one without body.
    package func problems(status: Int, answer: JSONValue?) -> [String] {
        guard let described = operation["responses"]?[String(status)] else {
            return ["the status \(status) is not in the description"]
        }
        let content = described["content"]
        let media = content?["application/json"] ?? content?["application/problem+json"]
        switch (media?["schema"], answer) {
        case (nil, nil): return []
        case (nil, _): return ["the answer has a body, which is not in the description"]
        case (_, nil): return ["the answer has no body"]
        case (let schema?, let answer?): return checker.problems(answer, schema)
        }
    }
}

extension SchemaChecker {
    /// The operation of a request; nil where the description has none.
    package func operation(_ method: String, _ path: String) -> DescribedOperation? {
        let parts = path.split(separator: "/")
        let fitting = (description["paths"]?.members ?? [:]).filter { template, _ in
            let places = template.split(separator: "/")
            return places.count == parts.count
                && zip(places, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A path that is written out is meant before one with a place left open.
        let found = fitting.min { $0.key.count { $0 == "{" } < $1.key.count { $0 == "{" } }
        return found?.value[method.lowercased()].map {
            DescribedOperation(checker: self, operation: $0)
        }
    }
}
