import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

@Suite struct PortalControlTests {
    @Test("added, changed and deleted items show in both generations", arguments: PagingMode.allCases)
    func changes(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 30) { site async throws in
            let ids = site.portal.libraryIDs
            _ = try await site.read(mode, limit: 10)
            let added = site.portal.add { $0.title = "Brand New" }
            site.portal.delete(ids[0])
            site.portal.update(ids[1]) { $0.inLibrary = false }
            site.portal.update(ids[2]) { $0.state = .retired }
            site.portal.update(ids[3]) { $0.title = "Renamed" }
            let listing = try await site.read(mode, limit: 10)
            #expect(listing.ids.sorted() == Array(ids.dropFirst(3)) + [added.id])
            let titles = listing.hits.compactMap { ($0["core"] ?? $0)["title"]?.text }
            #expect(titles.contains("Brand New") && titles.contains("Renamed"))
        }
    }

    @Test("an unpublished item leaves the gateway's listing and is marked in v2's")
    func unpublished() async throws {
        try await PortalSite.with(items: 10) { site async throws in
            let id = try #require(site.portal.libraryIDs.first)
            site.portal.update(id) { $0.state = .draft }
            let listed = try await site.read(.gatewayScroll, limit: 10).ids
            #expect(!listed.contains(id))
            let hits = try await site.read(.v2Scroll, limit: 10).hits
            #expect(hits.first { $0["id"] == .number(Double(id)) }?["published"] == .boolean(false))
            #expect(hits.count { $0["published"] == .boolean(true) } == 9)
        }
    }

    @Test("a pending retirement shows in the lifecycle")
    func retirement() async throws {
        try await PortalSite.with(items: 10) { site async throws in
            let id = try #require(site.portal.libraryIDs.first)
            site.portal.update(id) { $0.retires = 1_800_000_000_123 }
            let answer = try await site.get("/learning-objects/\(id)?include[]=lifecycle")
            #expect(
                answer.json?["lifecycle"]
                    == .object([
                        "state": .text("published"),
                        "pending_state": .object(["retired_time": .text("2027-01-15T08:00:00.123Z")]),
                    ]))
        }
    }

    @Test("a removed item cannot be fetched by its id, a retired one can")
    func removed() async throws {
        try await PortalSite.with(items: 10) { site async throws in
            let ids = site.portal.libraryIDs
            site.portal.update(ids[0]) { $0.state = .removed }
            site.portal.update(ids[1]) { $0.state = .retired }
            site.portal.delete(ids[2])
            for path in ["/v2/learning-objects/", "/learning-objects/"] {
                var statuses: [Int] = []
                for id in ids.prefix(4) { statuses.append(try await site.get(path + String(id)).status) }
                #expect(statuses == [404, 200, 404, 200])
            }
        }
    }

    @Test("the portal keeps a log of its requests")
    func log() async throws {
        try await PortalSite.with(items: 10) { site async throws in
            _ = try await site.get("/v2/learning-objects?limit=1&type=video")
            _ = try await site.get("/learning-objects/1", headers: ["Api-Version": nil])
            let requests = site.portal.requests
            #expect(requests.map(\.method) == ["GET", "GET"])
            #expect(requests.map(\.path) == ["/v2/learning-objects", "/learning-objects/1"])
            #expect(requests.map(\.query) == ["limit=1&type=video", ""])
            #expect(requests.map(\.status) == [200, 400])
            site.portal.clearRequests()
            #expect(site.portal.requests.isEmpty)
        }
    }
}
