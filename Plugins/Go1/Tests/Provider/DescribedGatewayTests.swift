import ConnectorKit
import Foundation
import Testing
import Yams

@testable import Go1

/// Requests to and responses from the gateway, compared with the published description of 2025-01-01.
@Suite(
    "The published description of the gateway",
    .enabled(
        if: publishedFile("go1-openapi-2025-01-01.yml") != nil,
        "TRIBUTARY_DESCRIPTIONS names no folder with it (docs/rules.md, The documents)"))
struct DescribedGatewayTests {
    @Test("every sent parameter is documented and has an allowed value")
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

    @Test("every mapped path is documented, except the id's older name")
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
        let file = try #require(publishedFile("go1-openapi-2025-01-01.yml"))
        let document = try Yams.load(yaml: String(contentsOf: file, encoding: .utf8))
        let path = try #require(member("paths", of: document) as? [String: Any])["/learning-objects"]
        return try #require(member("get", of: path) as? [String: Any])
    }

    private func member(_ names: String, of value: Any?) -> Any? {
        names.split(separator: ".").reduce(value) { value, name in
            (value as? [String: Any])?[String(name)]
        }
    }

    /// Returns the schema at a source path.
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

    /// Returns a schema and the schemas that it is composed of.
    private func parts(_ schema: Any?) -> [Any] {
        guard let schema else { return [] }
        return [schema] + (member("allOf", of: schema) as? [Any] ?? []).flatMap { parts($0) }
    }
}
