import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import TestSupport
import Testing

@testable import HTTPAPI

@Suite struct OutsideValueTests {
    /// A call as the description has it.
    private struct DescribedCall: Sendable {
        let method: HTTPTypes.HTTPRequest.Method
        let path: String
        let queries: [String]
        let body: JSONValue?
    }

    @Test(
        "Every member of every body, and every parameter, may hold anything: the answer is a result or a sentence"
    )
    func members() async throws {
        try await APISite.with { site in
            let course = try await site.course("1")
            for call in Self.calls(site.description.description, course: course) {
                for value in OutsideValue.all {
                    if let body = call.body {
                        for place in OutsideValue.places(in: body) {
                            try await Self.answered(site, call, body: value.json(in: body, at: place))
                        }
                        try await Self.answered(site, call, body: value.json)
                    }
                    for name in call.queries {
                        let text =
                            value.json.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                        try await Self.answered(site, call, query: "?\(name)=\(text)")
                    }
                }
            }
        }
    }

    private static func answered(
        _ site: APISite, _ call: DescribedCall, query: String = "", body: String? = nil
    ) async throws {
        let answer = try await site.call(call.method, call.path + query, body: body)
        let comment = Comment(
            "\(call.method) \(call.path)\(query) \(body ?? ""): \(answer.status) \(answer.text)")
        #expect(answer.status < 500, comment)
        guard answer.status >= 400 else { return }
        #expect(answer.json?["detail"]?.text?.isEmpty == false, comment)
    }

    /// What the description has, with values for the names in paths. What takes the tests' own tokens away is left out.
    private static func calls(_ description: JSONValue, course: String) -> [DescribedCall] {
        (description["paths"]?.object?.members ?? []).flatMap { member -> [DescribedCall] in
            let path = member.name
            return (member.value.object?.members ?? []).compactMap { member -> DescribedCall? in
                let operation = member.value
                let parameters = operation["parameters"]?.list ?? []
                let queries = parameters.filter { $0["in"]?.text == "query" }.compactMap { $0["name"]?.text }
                let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
                guard let method = HTTPTypes.HTTPRequest.Method(rawValue: member.name.uppercased()),
                    !path.contains("events"), schema != nil || !queries.isEmpty
                else { return nil }
                let values = ["{group}": "all", "{course}": course, "{provider}": "shelf"]
                let filled = path.replacing("/api/v1", with: "").replacing(/\{[^}]*\}/) {
                    values[String($0.output)] ?? "1"
                }
                return DescribedCall(
                    method: method, path: filled, queries: queries,
                    body: schema.map { sample($0, description) })
            }
        }
    }

    /// A value that a schema allows.
    private static func sample(_ schema: JSONValue, _ description: JSONValue) -> JSONValue {
        if let reference = schema["$ref"]?.text {
            let found = reference.split(separator: "/").dropFirst()
                .reduce(description as JSONValue?) { $0?[String($1)] }
            return found.map { sample($0, description) } ?? .null
        }
        if let first = schema["anyOf"]?.list?.first { return sample(first, description) }
        if let first = schema["enum"]?.list?.first { return first }
        switch schema["type"]?.text {
        case "object":
            let members = schema["properties"]?.object?.members ?? []
            return .object(JSONObject(members.map { ($0.name, sample($0.value, description)) }))
        case "array": return .list([sample(schema["items"] ?? .null, description)])
        case "integer", "number": return schema["minimum"] ?? .integer(1)
        case "boolean": return .boolean(true)
        case "string": return schema["format"] == nil ? .text("en") : .text("2026-01-01T00:00:00Z")
        default: return .null
        }
    }
}
