import ConnectorKit
import Foundation
import Go1Simulator
import SimulatorSupport
import Testing
import TestSupport

@Suite struct CursorTests {
    private static let scrolls = PagingMode.allCases.filter(\.isScroll)

    /// Returns the first page of a scroll, and its cursor.
    private static func begin(_ site: PortalSite, _ mode: PagingMode) async throws -> (Answered, String) {
        let query = mode.query(limit: 10, offset: 0, cursor: nil)
        let answer = try await site.get("\(mode.path)?\(mode.library)\(query)")
        return (answer, try #require(answer.json?[mode.cursorMember]?.text))
    }

    private static func page(_ site: PortalSite, _ mode: PagingMode, _ cursor: String) async throws
        -> Answered
    {
        try await site.get("\(mode.path)?\(mode.library)\(mode.query(limit: 10, offset: 0, cursor: cursor))")
    }

    private static func refusal(_ ref: Int, _ code: String, _ message: String) -> JSONValue {
        .object(["ref": .text(String(ref)), "error_code": .text(code), "message": .text(message)])
    }

    @Test("a cursor can be used once", arguments: scrolls)
    func once(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let (_, cursor) = try await Self.begin(site, mode)
            #expect(try await Self.page(site, mode, cursor).status == 200)
            let again = try await Self.page(site, mode, cursor)
            #expect(again.status == 400)
            #expect(
                again.json
                    == Self.refusal(
                        3, "invalid_request", "the scroll id was used before: each is used once, in order"))
        }
    }

    @Test("of two concurrent requests with a cursor one gets the page", arguments: scrolls)
    func parallel(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let (_, cursor) = try await Self.begin(site, mode)
            async let left = Self.page(site, mode, cursor)
            async let right = Self.page(site, mode, cursor)
            let statuses = try await [left.status, right.status]
            #expect(statuses.sorted() == [200, 400])
        }
    }

    @Test("a cursor expires after five minutes", arguments: scrolls)
    func expires(_ mode: PagingMode) async throws {
        let clock = TestDate()
        var options = Go1Portal.Options()
        options.items = 50
        try await PortalSite.with(Go1Portal(options, now: { clock.now })) { site async throws in
            let (_, cursor) = try await Self.begin(site, mode)
            clock.pass(300)
            let second = try await Self.page(site, mode, cursor)
            #expect(second.status == 200)
            let next = try #require(second.json?[mode.cursorMember]?.text)
            clock.pass(301)
            let late = try await Self.page(site, mode, next)
            #expect(late.status == 404)
            #expect(
                late.json
                    == Self.refusal(3, "not_found", "the scroll id has expired: it is valid for 5 minutes"))
        }
    }

    @Test("a cursor belongs to one generation")
    func generations() async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let (_, cursor) = try await Self.begin(site, .v2Scroll)
            let answer = try await Self.page(site, .gatewayScroll, cursor)
            #expect(answer.status == 400)
            #expect(answer.json == Self.refusal(2, "invalid_request", "the scroll id is not known"))
            #expect(try await Self.page(site, .v2Scroll, cursor).status == 200)
        }
    }

    @Test(
        "a scroll keeps its filters, and a refused change does not use the cursor",
        arguments: scrolls)
    func filters(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let (_, cursor) = try await Self.begin(site, mode)
            let changed = try await site.get(
                "\(mode.path)?keyword=x\(mode.query(limit: 10, offset: 0, cursor: cursor))")
            #expect(changed.status == 400)
            #expect(
                changed.json
                    == Self.refusal(
                        2, "invalid_request",
                        "the filters are not those the scroll began with; the same or none were expected"))
            #expect(try await Self.page(site, mode, cursor).status == 200)
        }
    }

    @Test("a scroll shows a snapshot of the Library", arguments: scrolls)
    func snapshot(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let before = try await site.read(mode, limit: 10).hits
            let (first, cursor) = try await Self.begin(site, mode)
            for id in site.portal.libraryIDs.suffix(20) {
                site.portal.update(id) { $0.title = "Changed" }
            }
            for id in site.portal.libraryIDs.prefix(5) { site.portal.delete(id) }
            site.portal.add()

            var hits = try #require(first.json?["hits"]?.list)
            var next: String? = cursor
            while let cursor = next {
                let page = try await Self.page(site, mode, cursor)
                let found = try #require(page.json?["hits"]?.list)
                hits += found
                next = found.isEmpty ? nil : page.json?[mode.cursorMember]?.text
            }
            #expect(hits == before)
            #expect(try await site.read(mode, limit: 10).totals == [46])
        }
    }

    @Test(
        "a page that did not arrive completely can be requested again", arguments: scrolls,
        [
            PageFault.cut, .garbage, .html, .empty, .status(500), .status(429),
        ])
    func retried(_ mode: PagingMode, _ fault: PageFault) async throws {
        try await PortalSite.with(items: 50) { site async throws in
            let (_, cursor) = try await Self.begin(site, mode)
            site.portal.setFaults([.init(.common(fault), .next(1))])
            _ = try? await Self.page(site, mode, cursor)
            let again = try await Self.page(site, mode, cursor)
            #expect(again.status == 200)
            #expect(again.json?["hits"]?.list?.count == 10)
            #expect(try await Self.page(site, mode, cursor).status == 400)
            let next = try #require(again.json?[mode.cursorMember]?.text)
            #expect(try await Self.page(site, mode, next).json?["hits"]?.list?.count == 10)
        }
    }

    @Test("concurrent scrolls are independent", arguments: scrolls)
    func independent(_ mode: PagingMode) async throws {
        try await PortalSite.with(items: 60) { site async throws in
            async let left = site.read(mode, limit: 7)
            async let right = site.read(mode, limit: 11)
            let (first, second) = try await (left.hits, right.hits)
            #expect(first == second)
        }
    }
}
