import ConnectorKit
import LinkedInLearningSimulator
import SimulatorSupport
import Testing

@Suite("The assets of the simulated account")
struct AssetListTests {
    private static let english = "sourceLocale.country=US&sourceLocale.language=en"

    @Test("a page has its paging, with links to the pages before and after it")
    func paging() async throws {
        let client = AccountClient(items: 100)
        let page = try #require(
            await client.get(
                "/v2/learningAssets?q=localeAndType&assetType=COURSE&\(Self.english)&start=10&count=20"
                    + "&includeRetired=true&expandDepth=1&fields=urn"
            ).json)
        let path = "/v2/learningAssets?assetType=COURSE&count=20&expandDepth=1&fields=urn&includeRetired=true"
        #expect(page["elements"]?.list?.count == 20)
        #expect(page["elements"]?.list?.first?.object?.names == ["urn"])
        #expect(page["paging"]?["total"] == 62)
        #expect(page["paging"]?["start"] == 10)
        #expect(page["paging"]?["count"] == 20)
        #expect(
            page["paging"]?["links"] == [
                [
                    "rel": "prev", "href": .text("\(path)&q=localeAndType&\(Self.english)&start=0"),
                    "type": "application/json",
                ],
                [
                    "rel": "next", "href": .text("\(path)&q=localeAndType&\(Self.english)&start=30"),
                    "type": "application/json",
                ],
            ])
    }

    @Test("retired courses are listed on request, without addresses; learning paths by the other finder")
    func retired() async throws {
        let client = AccountClient(items: 100)
        func list(_ query: String) async throws -> [JSONValue] {
            try await client.get("/v2/learningAssets?count=100&\(query)").elements
        }
        let byType = "q=localeAndType&assetType=COURSE&\(Self.english)"
        let all = try await list(byType + "&includeRetired=true")
        let retired = all.filter { $0["details"]?["availability"] == "RETIRED" }
        #expect(try await list(byType).count == all.count - retired.count)
        #expect(retired.count == 1)
        #expect(retired.allSatisfy { $0["details"]?["urls"] == nil })
        let paths = try await list(
            "q=criteria&assetFilteringCriteria.assetTypes[0]=LEARNING_PATH"
                + "&assetFilteringCriteria.locales[0].language=en&assetFilteringCriteria.locales[0].country=US"
        )
        #expect(paths.count == 8)
        #expect(
            paths.allSatisfy { $0["type"] == "LEARNING_PATH" && $0["title"]?["locale"]?["country"] == "US" })
    }

    @Test("fields choose members, also those within others")
    func projection() async throws {
        let client = AccountClient(items: 10)
        let page = try await client.get(
            "/v2/learningAssets?q=localeAndType&assetType=COURSE&\(Self.english)&count=1"
                + "&fields=title:(value),details:(level,timeToComplete:(unit))")
        #expect(
            page.elements.first
                == [
                    "title": ["value": page.firstTitle ?? .null],
                    "details": ["level": "BEGINNER", "timeToComplete": ["unit": "SECOND"]],
                ])
    }

    @Test("what is changed or deleted is so on the next page, prerendered or not", arguments: [false, true])
    func changes(prerendered: Bool) async throws {
        let client = AccountClient(items: 40) { $0.prerendered = prerendered }
        let target = "/v2/learningAssets?q=localeAndType&assetType=COURSE&\(Self.english)&count=2"
        let first = try await client.get(target)
        #expect(try await client.get(target).json == first.json)
        let urn = try #require(first.elements.first?["urn"]?.text)
        client.account.update(urn) { $0.title = "Another" }
        #expect(try await client.get(target).firstTitle == "Another")
        let total = try #require(first.json?["paging"]?["total"]?.integer)
        client.account.delete(urn)
        let later = try await client.get(target)
        #expect(later.json?["paging"]?["total"] == .integer(total - 1))
        #expect(later.elements.first?["urn"] != .text(urn))
    }
}
