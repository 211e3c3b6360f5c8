import SimulatorSupport
import TestSupport
import ConnectorKit
import Go1Simulator
import Testing

/// The recorded responses of v2: every member that all recorded hits have, with its type.
@Suite struct RecordedShapeTests {
    private static let hit: [String: String] = [
        "id": "number", "assessable": "boolean", "collections": "array", "created_time": "string",
        "delivery": "object", "description": "string", "image": "string", "items": "array",
        "items_count": "number",
        "language": "string", "portal_collection": "boolean", "pricing": "object", "provider": "object",
        "tags": "array", "title": "string", "type": "string", "updated_time": "string",
    ]
    private static let parts: [String: [String: String]] = [
        "delivery": ["duration": "number", "mode": "string"],
        "pricing": ["currency": "string", "price": "number", "tax": "number", "tax_included": "boolean"],
    ]
    /// Members that some recorded hits have, and those of rule G7.
    private static let more: [String: String] = [
        "reviews": "object", "summary": "string", "published": "boolean", "previewable": "boolean",
        "subscription": "object", "authors": "array", "skills": "array", "attributes": "object",
    ]
    private static let bucket: [String: [String: String]] = [
        "instance": ["key": "number", "doc_count": "number", "name": "string"],
        "language": ["key": "string", "doc_count": "number"],
        "tag": ["key": "string", "doc_count": "number", "type": "string"],
        "topics": ["key": "string", "doc_count": "number"],
    ]

    private static func kinds(_ value: JSONValue?) -> [String: String] {
        (value?.members ?? [:]).mapValues(\.kind)
    }

    @Test("a listing has the members and types of the recorded one, and only known members")
    func listing() async throws {
        try await PortalSite.with(items: 200) { site async throws in
            for hit in try await site.read(.v2Scroll, limit: 50).hits {
                let kinds = Self.kinds(hit)
                #expect(kinds.filter { Self.hit[$0.key] != nil } == Self.hit)
                #expect(kinds.allSatisfy { (Self.hit[$0.key] ?? Self.more[$0.key]) == $0.value })
                for (name, part) in Self.parts { #expect(Self.kinds(hit[name]) == part) }
                #expect(
                    Self.kinds(hit["provider"]) == ["id": "number", "name": "string", "logo": "string"])
                let time = try #require(hit["updated_time"]?.text)
                #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/) != nil)
            }
        }
    }

    @Test("facets have the same buckets as the recorded ones")
    func facets() async throws {
        try await PortalSite.with(items: 100) { site async throws in
            let answer = try await site.get(
                "/v2/learning-objects?limit=0&facets=instance,language,tag,topics")
            #expect(Self.kinds(answer.json) == ["total": "number", "hits": "array", "facets": "object"])
            let facets = try #require(answer.json?["facets"]?.members)
            #expect(facets.keys.sorted() == Self.bucket.keys.sorted())
            for (name, facet) in facets {
                #expect(
                    Self.kinds(facet) == [
                        "doc_count_error_upper_bound": "number", "sum_other_doc_count": "number",
                        "buckets": "array",
                    ])
                let buckets = try #require(facet["buckets"]?.list)
                #expect(!buckets.isEmpty)
                for bucket in buckets { #expect(Self.kinds(bucket) == Self.bucket[name]) }
            }
        }
    }

    @Test("slashes are escaped as in the recorded listing")
    func slashes() async throws {
        try await PortalSite.with(items: 20) { site in
            let id = try #require(site.portal.libraryIDs.first)
            for target in ["?limit=20", "/\(id)"] {
                let text = try await site.get("/v2/learning-objects" + target).text
                #expect(text.contains(#""logo":"https:\/\/images.example.com\/providers\/"#))
                #expect(text.firstMatch(of: /[^\\]\//) == nil)
            }
        }
    }
}
