import ConnectorKit
import Go1Simulator
import SimulatorSupport
import Testing

@testable import Go1

@Suite("Go1 against its simulator")
struct EndToEndTests {
    @Test("each of 2,500 items is listed once, and both generations make the same courses")
    func sameCourses() async throws {
        let portal = portal(items: 2_500)
        let (flat, fragments) = try await PortalSite.with(portal) { site in
            (try await listing(.v2, site), try await listing(.gateway, site))
        }
        let taken = portal.libraryIDs.filter { id in
            portal.item(id).flatMap { SupportedType(rawValue: $0.type) } != nil
        }
        let nameless = AwkwardItem.all.filter { $0.name == "integer id missing" }.compactMap(portal.id)
        #expect(nameless.count == 1)
        for listing in [flat, fragments] {
            #expect(listing.rows == taken.count)
            #expect(listing.total == taken.count)
            #expect(listing.refused == nameless.count)
            #expect(
                listing.items.map(\.id).sorted() == Set(taken).subtracting(nameless).map(String.init).sorted()
            )
        }
        let courses = try flat.outcomes(.v2)
        #expect(try fragments.outcomes(.gateway) == courses)
        #expect(courses.values.count { $0 == "refused" } == 6)
    }

    @Test("the simulator's credentials are accepted, and others are refused")
    func verified() async throws {
        try await PortalSite.with(portal(items: 10)) { site in
            try await go1.verify(.catalog, of: site.connection(.gateway))
            let wrong = site.connection(.gateway, secret: "wrong")
            let failure = await #expect(throws: Failure.self) { try await go1.verify(.catalog, of: wrong) }
            guard case .credentials(let message)? = failure else {
                Issue.record("\(String(describing: failure)) is not about credentials")
                return
            }
            #expect(message.hasPrefix("POST \(site.url)/oauth/token: HTTP 40"))
            #expect(message.hasSuffix("must be those of one integration of this portal"))
        }
    }

    @Test(
        "an unknown cursor restarts the listing",
        arguments: Generation.allCases)
    func foreignCursor(generation: Generation) async throws {
        try await PortalSite.with(portal(items: 10)) { site in
            let position = CursorPaging(cursor: "not-one-of-yours", pages: 1, rows: 5, total: 10)
            let answer = try await go1.page(
                PageRequest(after: position.checkpoint), of: site.connection(generation))
            guard case .checkpointRefused = answer else {
                Issue.record("the page was answered")
                return
            }
        }
    }

    @Test(
        "a scroll of v2 is complete with either kind of end",
        arguments: [Go1Portal.ScrollEnd.emptyPage, .noCursor])
    func scrollEnds(end: Go1Portal.ScrollEnd) async throws {
        let portal = portal(items: 120) { $0.scrollEnd = end }
        let whole = try await PortalSite.with(portal) { site in try await listing(.v2, site) }
        #expect(whole.rows > 100)
        #expect(whole.rows == whole.total)
        let pages = portal.requests.count { $0.path == "/v2/learning-objects" }
        #expect(pages == (end == .emptyPage ? 4 : 3))
    }

    @Test("an invalid page is requested again with the same cursor", arguments: Generation.allCases)
    func repeatedPage(generation: Generation) async throws {
        let portal = portal(items: 60) { $0.faults = [FaultRule(.common(.html), .page(2))] }
        try await PortalSite.with(portal) { site in
            let connection = site.connection(generation, pageSize: 20)
            guard case .page(let first) = try await go1.page(PageRequest(after: nil), of: connection) else {
                throw Failure.fatal("refused")
            }
            let url = Service(connection.settings).listingURL
            await #expect(
                throws: Failure.contract("GET \(url), page 2: the answer is an HTML page, not JSON")
            ) {
                try await go1.page(PageRequest(after: first.next), of: connection)
            }
            guard case .page(let second) = try await go1.page(PageRequest(after: first.next), of: connection)
            else {
                throw Failure.fatal("refused")
            }
            #expect(second.rows == 20)
            #expect(Set(second.items.map(\.id)).isDisjoint(with: first.items.map(\.id)))
        }
    }

    // MARK: - Listings

    private struct Listing: Sendable {
        var items: [RawItem] = []
        var refused = 0
        var rows = 0
        var total: Int?

        /// The result for each item, without what differs between the generations.
        func outcomes(_ generation: Generation) throws -> [String: String] {
            let settings = settings(generation)
            let mapping = go1.mapping(settings)
            var outcomes: [String: String] = [:]
            for item in items {
                do {
                    let document = try go1.document(of: item, settings: settings)
                    let object = try mapping.learningObject(from: document)
                    let fields = CourseField.allCases.filter { $0 != .authors && $0 != .retiresAt }
                    outcomes[item.id] = fields.map { "\($0.rawValue): \(object.shown($0))" }
                        .joined(separator: "\n")
                } catch {
                    outcomes[item.id] = "refused"
                }
            }
            return outcomes
        }
    }

    private func listing(_ generation: Generation, _ site: PortalSite) async throws -> Listing {
        let connection = site.connection(generation)
        var listing = Listing()
        var checkpoint: Checkpoint?
        while true {
            guard case .page(let page) = try await go1.page(PageRequest(after: checkpoint), of: connection)
            else {
                throw Failure.fatal("the checkpoint was refused")
            }
            listing.items += page.items
            listing.refused += page.refused.count
            listing.rows += page.rows
            listing.total = page.total
            if page.isLast { return listing }
            checkpoint = page.next
        }
    }

    private func portal(items: Int, _ change: (inout Go1Portal.Options) -> Void = { _ in }) -> Go1Portal {
        var options = Go1Portal.Options()
        options.items = items
        change(&options)
        return Go1Portal(options)
    }
}
