import ConnectorKit
import Go1Simulator
import Testing
import Transport

@testable import Go1

@Suite("Go1 against its simulator")
struct EndToEndTests {
    @Test("of 2,500 items none is lost and none comes twice, and both generations make the same courses")
    func sameCourses() async throws {
        let portal = portal(items: 2_500)
        let (flat, fragments) = try await serving(portal) { site in
            (try await listing(.v2, site), try await listing(.gateway, site))
        }
        let taken = portal.libraryIDs.filter { id in
            portal.item(id).flatMap { TakenType(rawValue: $0.type) } != nil
        }
        let nameless = AwkwardItem.all.filter { $0.name == "integer id missing" }.compactMap(portal.id)
        #expect(nameless.count == 1)
        for listing in [flat, fragments] {
            #expect(listing.rows == taken.count)
            #expect(listing.total == taken.count)
            #expect(listing.refused == nameless.count)
            #expect(listing.items.map(\.id).sorted() == Set(taken).subtracting(nameless).map(String.init).sorted())
        }
        let courses = try flat.outcomes(.v2)
        #expect(try fragments.outcomes(.gateway) == courses)
        #expect(courses.values.count { $0 == "refused" } == 6)
    }

    @Test("the credentials the simulator names are good, and others are refused")
    func verified() async throws {
        try await serving(portal(items: 10)) { site in
            try await go1.verify(connection(.gateway, site))
            let wrong = connection(.gateway, site, secret: "wrong")
            let failure = await #expect(throws: Failure.self) { try await go1.verify(wrong) }
            guard case .credentials(let message)? = failure else {
                Issue.record("\(String(describing: failure)) is not about credentials")
                return
            }
            #expect(message.hasPrefix("POST \(site.url)/oauth/token: HTTP 40"))
            #expect(message.hasSuffix("must be those of one integration of this portal"))
        }
    }

    @Test("a cursor the simulator does not know sends the listing to its beginning", arguments: Generation.allCases)
    func foreignCursor(generation: Generation) async throws {
        try await serving(portal(items: 10)) { site in
            let position = ListingPosition(pages: 1, rows: 5, total: 10, cursor: "not-one-of-yours")
            let answer = try await go1.page(after: position.checkpoint, of: connection(generation, site))
            guard case .checkpointRefused = answer else {
                Issue.record("the page was answered")
                return
            }
        }
    }

    // MARK: - Listings

    private struct Listing: Sendable {
        var items: [RawItem] = []
        var refused = 0
        var rows = 0
        var total: Int?

        /// What becomes of each item, without what only one generation carries; reasons name different paths.
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

    private func listing(_ generation: Generation, _ site: SimulatorSite) async throws -> Listing {
        let connection = connection(generation, site)
        var listing = Listing()
        var checkpoint: Checkpoint?
        while true {
            guard case .page(let page) = try await go1.page(after: checkpoint, of: connection) else {
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

    private func connection(_ generation: Generation, _ site: SimulatorSite, secret: String? = nil) -> Connection {
        var texts = Dictionary(uniqueKeysWithValues: site.settings.map { ($0.name, $0.value) })
        let known = texts.removeValue(forKey: "secret") ?? ""
        texts["api_version"] = generation.rawValue
        let settings = Settings(texts: texts, secrets: ["secret": Secret(secret ?? known)])
        let plain = CurlClient()
        let tokens = TokenCache { () async throws(Failure) in
            try await go1.accessToken(Connection(settings: settings, client: plain))
        }
        return Connection(settings: settings, client: AuthorizedClient(plain, tokens: tokens))
    }

    // MARK: - The simulator

    private func portal(items: Int) -> Go1Portal {
        var options = Go1Portal.Options()
        options.items = items
        return Go1Portal(options)
    }

    /// Serves a portal for as long as the body runs.
    private func serving<Result: Sendable>(
        _ portal: Go1Portal, _ body: @escaping @Sendable (SimulatorSite) async throws -> Result
    ) async throws -> Result {
        let (sites, ready) = AsyncStream.makeStream(of: SimulatorSite.self)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { ready.finish() }
                try await portal.serve(port: 0) { ready.yield($0) }
                return nil
            }
            group.addTask {
                for await site in sites { return try await body(site) }
                return nil
            }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw Failure.fatal("the simulator ended")
        }
    }
}
