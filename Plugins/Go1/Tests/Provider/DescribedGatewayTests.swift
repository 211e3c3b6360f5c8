import ConnectorKit
import Foundation
import Testing
import Yams

@testable import Go1

/// What is sent to and read from the gateway, against the published description of 2025-01-01.
@Suite(
    "The published description of the gateway",
    .enabled(
        if: reference("go1-openapi-2025-01-01.yml") != nil, "the description is not beside the repository"))
struct DescribedGatewayTests {
    @Test("every parameter that is sent is described, and has a value that is allowed")
    func parameters() throws {
        let described = try #require(try operation()["parameters"] as? [[String: Any]])
        let url = Service(settings(.gateway)).listingRequest(cursor: "c").url
        let sent = try #require(URLComponents(string: url)?.queryItems)
        #expect(sent.count == 16)
        for parameter in sent {
            let found = try #require(
                described.first { $0["name"] as? String == parameter.name }, "\(parameter.name)")
            let schema = try #require(found["schema"] as? [String: Any])
            let element = schema["items"] as? [String: Any] ?? schema
            if let allowed = element["enum"] as? [String] {
                #expect(allowed.contains(try #require(parameter.value)))
            }
        }
    }

    @Test("every path that is mapped is described, but for the id's older name")
    func paths() throws {
        let answer = try #require(
            member("responses.200.content.application/json.schema", of: try operation()) as? [String: Any])
        let page = try #require((answer["allOf"] as? [Any])?.first ?? answer)
        let item = try #require(described("hits[]", in: page))
        let missing = go1.mapping(settings(.gateway)).paths.filter { described($0, in: item) == nil }
        #expect(missing == ["gc_lo_id"])
        #expect(described("next_scroll_id", in: page) != nil)
        #expect(described("total", in: page) != nil)
    }

    private func operation() throws -> [String: Any] {
        let file = try #require(reference("go1-openapi-2025-01-01.yml"))
        let document = try Yams.load(yaml: String(contentsOf: file, encoding: .utf8))
        let path = try #require(member("paths", of: document) as? [String: Any])["/learning-objects"]
        return try #require(member("get", of: path) as? [String: Any])
    }

    private func member(_ names: String, of value: Any?) -> Any? {
        names.split(separator: ".").reduce(value) { value, name in
            (value as? [String: Any])?[String(name)]
        }
    }

    /// The schema a source path leads to.
    private func described(_ path: String, in schema: Any) -> Any? {
        path.split(separator: ".").reduce(schema as Any?) { schema, step in
            guard let name = step.split(separator: "[").first else { return nil }
            let property = parts(schema).lazy.compactMap {
                member("properties", of: $0).flatMap { member(String(name), of: $0) }
            }.first
            guard step.hasSuffix("[]") else { return property }
            return parts(property).lazy.compactMap { member("items", of: $0) }.first
        }
    }

    /// A schema and those it is composed of.
    private func parts(_ schema: Any?) -> [Any] {
        guard let schema else { return [] }
        return [schema] + (member("allOf", of: schema) as? [Any] ?? []).flatMap { parts($0) }
    }
}
