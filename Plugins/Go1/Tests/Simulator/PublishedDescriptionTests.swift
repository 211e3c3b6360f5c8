import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing

@Suite(
    .enabled(
        if: publishedFile("go1-openapi-2025-01-01.yml") != nil,
        "TRIBUTARY_DESCRIPTIONS names no folder with it (docs/rules.md, The documents)"))
struct PublishedDescriptionTests {
    private static let checker = Result {
        let file = try #require(publishedFile("go1-openapi-2025-01-01.yml"))
        return try SchemaChecker(String(contentsOf: file, encoding: .utf8))
    }
    private static let fragments = [
        "core", "relevance", "pricing", "lifecycle", "skills", "quality", "revisions", "provider",
        "playback_behavior", "topics", "images", "preview", "tags", "offerings", "presentation",
        "accessibility",
    ]
    private static let all = fragments.map { "&include[]=\($0)" }.joined()

    @Test(
        "every listing of the gateway matches the published description",
        arguments: [
            "", "?limit=50&collection=library" + all, "?limit=200&use_scroll=true" + all,
            "?limit=50&state[]=retired" + all, "?limit=50&state[]=removed" + all,
            "?limit=50&state[]=draft&state[]=published" + all,
            "?keyword=change&sort=relevance,title&order=desc,asc",
            "?limit=1"
                + [
                    "providers", "language", "mobile_friendly", "region_relevance", "topics", "duration",
                    "entry_level", "type",
                    "locale", "is_compliance", "accessibility_wcag_level", "accessibility_features",
                ].map { "&facets[]=\($0)" }.joined(),
        ])
    func listings(_ query: String) async throws {
        let checker = try Self.checker.get()
        let schema = try checker.schema("/learning-objects")
        try await PortalSite.with(items: 300) { site async throws in
            let answer = try await site.get("/learning-objects" + query)
            let value = try #require(answer.json)
            #expect(value["hits"]?.list?.isEmpty == false)
            #expect(checker.problems(value, schema) == [])
        }
    }

    @Test("a single object matches the published description")
    func single() async throws {
        let checker = try Self.checker.get()
        let schema = try checker.schema("/learning-objects/{id}")
        try await PortalSite.with(items: 20) { site async throws in
            for id in site.portal.libraryIDs {
                let answer = try await site.get("/learning-objects/\(id)?include[]=alternatives\(Self.all)")
                #expect(checker.problems(try #require(answer.json), schema) == [])
            }
        }
    }

    @Test("listed and single enrolments match the published description")
    func enrolments() async throws {
        let checker = try Self.checker.get()
        let list = try checker.schema("/enrollments")
        let single = try checker.schema("/enrollments/{id}")
        try await PortalSite.with(Go1Portal.learning(enrolments: 200)) { site async throws in
            for offset in stride(from: 0, to: 200, by: 50) {
                let answer = try await site.get("/enrollments?limit=50&offset=\(offset)")
                #expect(checker.problems(try #require(answer.json), list) == [])
            }
            for enrolment in site.portal.enrolments {
                let answer = try await site.get("/enrollments/\(enrolment.id)")
                #expect(checker.problems(try #require(answer.json), single) == [])
            }
        }
    }

    @Test("alternatives and webhooks match the published description")
    func webhooks() async throws {
        let checker = try Self.checker.get()
        try await PortalSite.with(items: 60) { site async throws in
            let alternatives = try checker.schema("/learning-objects/{id}/alternatives")
            for id in site.portal.libraryIDs {
                let answer = try await site.get("/learning-objects/\(id)/alternatives?type=retirement")
                #expect(checker.problems(try #require(answer.json), alternatives) == [])
            }
            // The description names fewer events in responses than in requests.
            let body = """
                {"name":"n","url":"https://x.example","secret_key":"k","event_types":["enrollment.complete"],
                 "auth_type":"oauth2","oauth2":{"grant_type":"client_credentials"}}
                """
            let json = ["Content-Type": "application/json"] as [String: String?]
            let made = try await site.get("/webhooks", headers: json, method: .post, body: body)
            let created = try checker.schema("/webhooks", "post", 201)
            #expect(checker.problems(try #require(made.json), created) == [])
            let id = try #require(site.portal.webhooks.first?.id)
            let changed = try await site.get(
                "/webhooks/\(id)", headers: json, method: .patch, body: #"{"status":"inactive"}"#)
            let updated = try checker.schema("/webhooks/{id}", "patch")
            #expect(checker.problems(try #require(changed.json), updated) == [])
            let list = try await site.get("/webhooks")
            #expect(checker.problems(try #require(list.json), try checker.schema("/webhooks")) == [])
        }
    }

    @Test("only the awkward items violate the published description, each in its own way")
    func awkward() async throws {
        let checker = try Self.checker.get()
        let schema = try checker.schema("/learning-objects")
        var options = Go1Portal.Options()
        options.items = 500
        let found = try await PortalSite.with(Go1Portal(options)) { site async throws in
            var found: [Int: [String]] = [:]
            let listing = try await site.get(
                "/learning-objects?limit=500&use_scroll=true&collection=library" + Self.all)
            for hit in try #require(listing.json?["hits"]?.list) {
                let value = JSONValue.object(["hits": .list([hit])])
                let problems = checker.problems(value, schema).map { $0.replacing("$.hits[0].", with: "") }
                let id = try #require(hit["id"]?.text)
                let single = try await site.get("/learning-objects/\(id)")
                #expect(single.status == 200)
                if !problems.isEmpty { found[try #require(Self.position(hit, site.portal))] = problems }
            }
            return found
        }
        let named = Dictionary(
            uniqueKeysWithValues: AwkwardItem.all.compactMap { item in
                found[item.position].map { (item.name, $0) }
            })
        #expect(found.count == named.count)
        #expect(named == Self.breaches)
    }

    private static func position(_ hit: JSONValue, _ portal: Go1Portal) -> Int? {
        (0..<500).first { portal.item(at: $0)?.contentID == hit["id"]?.text }
    }

    private static let breaches: [String: [String]] = [
        "title missing": ["core.title is missing"],
        "title null": ["core.title is null"],
        "title a number": ["core.title is number, not string"],
        "integer id as gc_lo_id": ["gc_lo_id is not in the description"],
        "integer id of the other generation's kind": ["lo_id is number, not string"],
        "description null": ["core.description is null"],
        "description missing": ["core.description is missing"],
        "topics null": ["topics.items is null"],
        "unknown members": [
            " is not in the description", "core.title is not in the description",
            "id_ is not in the description",
            "title  is not in the description", "x_ranking is not in the description",
        ],
        "duration text": ["relevance.duration is string, not number"],
        "language missing": ["relevance.language is missing"],
        "language null": ["relevance.language is null"],
        "image null": ["core.image is null"],
        "image missing": ["core.image is missing"],
        "type award": [
            "core.type is \"award\", not one of [\"course\", \"group\", \"playlist\", \"module\", "
                + "\"assignment\", \"audio\", \"document\", \"event\", \"interactive\", \"manual\", "
                + "\"link\", \"lti\", \"question\", \"quiz\", \"text\", \"video\"]"
        ],
        "an author without a name": ["relevance.author.name is null"],
    ]
}
