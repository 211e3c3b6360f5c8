import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing

/// Both generations of one portal.
@Suite struct GenerationsTests {
    /// The values of an item that both generations have, in one spelling.
    struct Common: Equatable {
        var type, title, description, image, duration, language, author, provider: JSONValue?
        var topics: [JSONValue?]?
        var tags: JSONValue?
        var created, updated: Int64?
        var published: Bool?

        init(v2 hit: JSONValue) {
            (type, title, description) = (hit["type"], hit["title"], hit["description"])
            (image, duration, language) = (hit["image"], hit["delivery"]?["duration"], hit["language"])
            (provider, tags) = (hit["provider"]?["name"], hit["tags"])
            author = hit["authors"]?.list?.first?["name"]
            topics = hit["attributes"]?["topics"]?.list?.map { $0["value"] }
            created = Self.seconds(hit["created_time"])
            updated = Self.seconds(hit["updated_time"])
            published = hit["published"].map { $0 == .boolean(true) }
        }

        init(gateway hit: JSONValue) {
            let core = hit["core"]
            (type, title, description) = (core?["type"], core?["title"], core?["description"])
            image = core?["image"] == .null ? .null : core?["image"]?["value"]
            (duration, language) = (hit["relevance"]?["duration"], hit["relevance"]?["language"])
            (provider, tags) = (hit["provider"]?["name"], hit["tags"]?["items"])
            author = hit["relevance"]?["author"]?["name"]
            topics = hit["topics"]?["items"]?.list?.map { $0["name"] }
            created = Self.seconds(hit["created_time"])
            updated = Self.seconds(hit["updated_time"])
            published = hit["lifecycle"].map { $0["state"] == .text("published") }
        }

        private static func seconds(_ value: JSONValue?) -> Int64? {
            value?.text.flatMap(Timestamp.milliseconds).map { $0 / 1000 }
        }
    }

    private static let fragments = ["core", "relevance", "lifecycle", "provider", "topics", "tags"]
        .map { "&include[]=\($0)" }.joined()

    @Test("both generations return the same values of every item, awkward ones included")
    func agree() async throws {
        var options = Go1Portal.Options()
        options.items = 420
        try await PortalSite.with(Go1Portal(options)) { site async throws in
            let v2 = try await site.read(.v2Scroll, limit: 50, and: "&sort=title:asc").hits
            let gateway = try await site.read(
                .gatewayScroll, limit: 100, and: "&sort=title&order=asc" + Self.fragments
            ).hits
            #expect(v2.count == 420)
            #expect(v2.map(Common.init(v2:)) == gateway.map(Common.init(gateway:)))
        }
    }

    @Test("both generations give an item the same integer id, each in its own type")
    func ids() async throws {
        try await PortalSite.with(items: 60) { site async throws in
            for id in site.portal.libraryIDs {
                let v2 = try await site.get("/v2/learning-objects/\(id)")
                #expect(v2.json?["id"] == .number(Double(id)))
                let gateway = try await site.get("/learning-objects/\(id)")
                #expect(gateway.json?["lo_id"] == .text(String(id)))
                let contentID = try #require(gateway.json?["id"]?.text)
                #expect(contentID.wholeMatch(of: /con_01[0-9A-HJKMNP-TV-Z]{24}/) != nil)
                let again = try await site.get("/learning-objects/\(contentID)")
                #expect(again.json == gateway.json)
                let external = try #require(gateway.json?["core"]?["external_id"]?.text)
                let third = try await site.get("/learning-objects/\(external)?identifier=external_id")
                #expect(third.json == gateway.json)
            }
        }
    }
}
