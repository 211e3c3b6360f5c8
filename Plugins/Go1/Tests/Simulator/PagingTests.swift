import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

@Suite struct PagingTests {
    @Test("every way of paging lists the whole Library, each item once", arguments: PagingMode.allCases)
    func complete(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 130) { site async throws in
            let listing = try await site.read(mode, limit: 40)
            #expect(listing.ids.sorted() == site.portal.libraryIDs.sorted())
            #expect(Set(listing.ids).count == 130)
            #expect(listing.totals == [130])
            #expect(listing.pages == (mode == .v2Scroll ? [40, 40, 40, 10, 0] : [40, 40, 40, 10]))
        }
    }

    @Test(
        "a listing whose last page is full ends there; in v2 an empty page follows",
        arguments: PagingMode.allCases)
    func fullLastPage(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 80) { site async throws in
            let listing = try await site.read(mode, limit: 40)
            #expect(listing.pages == (mode == .v2Scroll ? [40, 40, 0] : [40, 40]))
        }
    }

    @Test("the empty page that ends a v2 scroll has the shape of any other page")
    func emptyPage() async throws {
        try await PortalSite.with(items: 3) { site async throws in
            let first = try await site.get("/v2/learning-objects?limit=3&scroll=true&collection=default")
            let cursor = try #require(first.json?["_scroll_id"]?.text)
            let last = try await site.get("/v2/learning-objects?scrollId=\(cursor)")
            let next = try #require(last.json?["_scroll_id"]?.text)
            #expect(
                last.json == .object(["total": .number(3), "hits": .list([]), "_scroll_id": .text(next)]))
        }
    }

    @Test("a v2 scroll ends without a scroll id if configured")
    func noCursor() async throws {
        var options = Go1Portal.Options()
        options.items = 50
        options.scrollEnd = .noCursor
        try await PortalSite.with(Go1Portal(options)) { site async throws in
            #expect(try await site.read(.v2Scroll, limit: 20).pages == [20, 20, 10])
        }
    }

    @Test("a page has 20 items if no limit is given", arguments: PagingMode.allCases)
    func defaultLimit(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 30) { site async throws in
            let scroll = mode.isScroll ? (mode.isGateway ? "?use_scroll=true" : "?scroll=true") : ""
            #expect(try await site.get(mode.path + scroll).json?["hits"]?.list?.count == 20)
        }
    }

    @Test("a scroll of the gateway allows pages of up to 5,000 and keeps limit and fragments")
    func largePages() async throws {
        try await PortalSite.with(items: 120) { site async throws in
            let all = try await site.get("/learning-objects?use_scroll=true&limit=5000&collection=library")
            #expect(all.json?["hits"]?.list?.count == 120)
            #expect(all.json?["next_scroll_id"] == nil)

            let query = "use_scroll=true&limit=100&include[]=lifecycle&collection=library"
            let first = try await site.get("/learning-objects?\(query)")
            let cursor = try #require(first.json?["next_scroll_id"]?.text)
            let second = try await site.get("/learning-objects?use_scroll=true&scroll_id=\(cursor)")
            let hits = try #require(second.json?["hits"]?.list)
            #expect(hits.count == 20)
            #expect(hits.allSatisfy { $0["lifecycle"] != nil && $0["core"] == nil })
        }
    }

    @Test("v2 answers limit=0 with only the total, and with facets if requested")
    func counts() async throws {
        try await PortalSite.with(items: 40) { site async throws in
            let counted = try await site.get("/v2/learning-objects?limit=0&collection=default")
            #expect(counted.text == #"{"total":40,"hits":[]}"#)
            let answer = try await site.get(
                "/v2/learning-objects?limit=0&collection=default&facets=language,tag")
            #expect(answer.json?["facets"]?.members?.keys.sorted() == ["language", "tag"])
        }
    }

    @Test("only the first page of a scroll has facets")
    func facetsOnce() async throws {
        try await PortalSite.with(items: 40) { site async throws in
            let query = "/learning-objects?use_scroll=true&limit=30&facets[]=type"
            let first = try await site.get(query)
            #expect(first.json?["facets"]?.members?.keys.sorted() == ["type"])
            let cursor = try #require(first.json?["next_scroll_id"]?.text)
            let second = try await site.get(query + "&scroll_id=\(cursor)")
            #expect(second.status == 200)
            #expect(second.json?["facets"] == nil)
        }
    }

    @Test("prerendered pages are the same as other pages", arguments: PagingMode.allCases)
    func prerendered(_ mode: PagingMode) async throws {
        var options = Go1Portal.Options()
        options.items = 90
        let fresh = try await PortalSite.with(Go1Portal(options)) { try await $0.read(mode, limit: 25).hits }
        options.prerendered = true
        let (first, second) = try await PortalSite.with(Go1Portal(options)) { site async throws in
            (try await site.read(mode, limit: 25).hits, try await site.read(mode, limit: 25).hits)
        }
        #expect(first == fresh)
        #expect(second == fresh)
    }

    @Test("prerendered pages follow changes of the portal")
    func prerenderedChanges() async throws {
        var options = Go1Portal.Options()
        options.items = 10
        options.prerendered = true
        try await PortalSite.with(Go1Portal(options)) { site async throws in
            _ = try await site.read(.v2Offset, limit: 10)
            let id = try #require(site.portal.libraryIDs.first)
            site.portal.update(id) { $0.title = "Renamed" }
            let titles = try await site.read(.v2Offset, limit: 10).hits.compactMap { $0["title"]?.text }
            #expect(titles.contains("Renamed"))
        }
    }
}
