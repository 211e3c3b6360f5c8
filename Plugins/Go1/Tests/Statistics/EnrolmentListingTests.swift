import ConnectorKit
import Foundation
import Go1Simulator
import Synchronization
import Testing
import TestSupport

@testable import Go1

@Suite("Listing enrolments beyond the limits")
struct EnrolmentListingTests {
    /// The limit, lowered on both sides so that the test needs fewer rows.
    static let reach = 200
    private static let provider: Go1Provider = {
        var provider = Go1Provider()
        provider.offsetLimit = reach
        return provider
    }()

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let generation: Generation
        let seed: UInt64
        var crowd = 0
        var capsTotals = false
        /// Whether the host knows the Library's objects.
        var knowsContents = true

        var testDescription: String { "\(name), \(generation.rawValue), seed \(seed)" }

        static let all =
            [1, 2, 3].flatMap { seed in
                [
                    Case(name: "spread out", generation: .gateway, seed: seed),
                    Case(name: "a crowd that fits", generation: .gateway, seed: seed, crowd: 150),
                    Case(name: "a crowd", generation: .gateway, seed: seed, crowd: 900),
                    Case(
                        name: "a crowd, capped totals", generation: .gateway, seed: seed, crowd: 900,
                        capsTotals: true),
                    Case(name: "everything at once", generation: .gateway, seed: seed, crowd: 1_500),
                    Case(name: "by object", generation: .v2, seed: seed),
                ]
            }
            + [
                Case(
                    name: "a crowd in unknown objects", generation: .gateway, seed: 4, crowd: 900,
                    knowsContents: false),
                Case(
                    name: "a crowd in unknown objects, capped totals", generation: .gateway, seed: 5,
                    crowd: 900, capsTotals: true, knowsContents: false),
            ]
    }

    @Test("every enrolment is listed correctly, however many share a second", arguments: Case.all)
    func whole(_ test: Case) async throws {
        let portal = Go1Portal.learning(enrolments: 1_500) { options in
            options.seed = test.seed
            options.enrolmentReach = Self.reach
            options.capsTotals = test.capsTotals
            if test.crowd > 0 { options.crowd = .init(count: test.crowd) }
        }
        let unknown = Set(portal.enrolments.map { String($0.contentID) })
        let contents = test.knowsContents ? unknown.union(portal.libraryIDs.map(String.init)) : []
        let read = try await PortalSite.with(portal) { site in
            try await ReadEnrolments(
                Self.provider, of: site.connection(test.generation), contents: contents.sorted())
        }
        #expect(read.byID == portal.expected(test.generation))
        #expect(read.refused == [])
        #expect((read.mark == nil) == (test.generation == .v2))
        #expect(portal.requests.allSatisfy { $0.status == 200 })
    }

    @Test("a run since the mark lists only the later changes and the overlap")
    func changes() async throws {
        let clock = TestDate()
        let portal = Go1Portal(
            {
                var options = Go1Portal.Options()
                options.items = 20
                options.enrolments = 600
                return options
            }(), now: { clock.now })
        try await PortalSite.with(portal) { site in
            let connection = site.connection()
            let first = try await ReadEnrolments(of: connection)
            #expect(first.byID.count == portal.expected(.gateway).count)
            let latest = try #require(first.byID.values.map(\.updatedAt).max())
            let mark = try #require(first.mark)
            #expect(Timestamp.date(mark.text) == latest.addingTimeInterval(-15 * 60))

            let open = portal.enrolments.filter { $0.status == .inProgress && $0.parentID == nil }.prefix(3)
            for enrolment in open { portal.complete(enrolment.id) }
            let added = portal.enrol(portal.accounts[0].id, in: portal.libraryIDs[0])
            portal.clearRequests()
            let second = try await ReadEnrolments(since: mark, of: connection)
            let overlap = first.byID.filter { $0.value.updatedAt >= latest.addingTimeInterval(-15 * 60) }
            #expect(
                Set(second.byID.keys)
                    == Set(open.map { String($0.id) } + [String(added.id)]).union(overlap.keys))
            #expect(second.pages == 1)
            #expect(portal.requests.count == 1)
        }
    }

    @Test("an update time in the future does not move the mark past the service's time")
    func futureUpdate() async throws {
        let portal = Go1Portal.learning(enrolments: 30)
        let id = portal.enrolments[0].id
        portal.updateEnrolment(id) { $0?.updated = 4_102_444_800_000 }
        let read = try await PortalSite.with(portal) { site in try await ReadEnrolments(of: site.connection())
        }
        let mark = try #require(read.mark.flatMap { Timestamp.date($0.text) })
        #expect(mark < Date())
    }

    @Test("enrolments that change during the listing are listed again", arguments: [0, 600, 1_500])
    func changing(crowd: Int) async throws {
        let portal = Go1Portal.learning(enrolments: 1_500) { options in
            options.enrolmentReach = Self.reach
            if crowd > 0 { options.crowd = .init(count: crowd) }
        }
        let contents = Set(portal.enrolments.map { String($0.contentID) }).sorted()
        let read = try await PortalSite.with(portal) { site in
            let connection = site.connection(.gateway) { client in
                Interference(client) { count in
                    guard count % 3 == 0, count < 90 else { return }
                    for enrolment in portal.enrolments.filter({ $0.status == .inProgress }).prefix(2) {
                        portal.complete(enrolment.id)
                    }
                }
            }
            return try await ReadEnrolments(Self.provider, of: connection, contents: contents)
        }
        #expect(read.byID == portal.expected(.gateway))
    }

    @Test("enrolments that cannot be listed are reported with their number")
    func tooMany() async throws {
        let portal = Go1Portal.learning(items: 1, enrolments: 1_200) { options in
            options.enrolmentReach = Self.reach
            options.crowd = .init(count: 1_200)
        }
        let id = try #require(portal.item(at: 0)?.id)
        try await PortalSite.with(portal) { site in
            let failure = await #expect(throws: Failure.self) {
                try await ReadEnrolments(
                    Self.provider, of: site.connection(), contents: [String(id)])
            }
            #expect(
                failure
                    == .contract(
                        """
                        GET \(site.url)/enrollments: the learning object \(id) has more enrolments than Go1 lists, \
                        with the status not-started and updated in one second
                        """))
        }
    }

    @Test("a malformed checkpoint is refused")
    func malformedCheckpoint() async throws {
        let answer = try await go1.enrolments(
            EnrolmentRequest(after: Checkpoint("7 8 9")) { [] }, of: connection(ScriptedClient()))
        guard case .checkpointRefused(let reason) = answer else { throw Failure.fatal("not refused") }
        #expect(reason == "the checkpoint cannot be read")
    }

    @Test(
        "all of 120,000 enrolments, 40,000 updated in one second, are listed, and then only changes",
        .enabled(
            if: ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil,
            "slow: set TRIBUTARY_SLOW_TESTS to run it"),
        arguments: [true, false])
    func many(knowsContents: Bool) async throws {
        let portal = Go1Portal.learning(items: 2_000, enrolments: 120_000) {
            $0.crowd = .init(count: 40_000)
        }
        let contents = knowsContents ? portal.libraryIDs.map(String.init) : []
        try await PortalSite.with(portal) { site in
            let connection = site.connection()
            let read = try await ReadEnrolments(of: connection, contents: contents)
            let expected = portal.expected(.gateway)
            #expect(read.byID.count == expected.count)
            #expect(read.byID == expected)
            let open = try #require(
                portal.enrolments.first { $0.status == .inProgress && $0.parentID == nil })
            portal.complete(open.id)
            portal.clearRequests()
            let second = try await ReadEnrolments(since: read.mark, of: connection, contents: contents)
            #expect(second.byID[String(open.id)]?.status == .completed)
            #expect(portal.requests.count == 1)
            print("first run: \(read.pages) requests for \(expected.count) enrolments, \(read.rows) rows")
        }
    }
}

/// Runs a closure before every request.
struct Interference: HTTPClient {
    private let client: any HTTPClient
    private let counter = Counter()
    private let action: @Sendable (Int) -> Void

    init(_ client: any HTTPClient, _ action: @escaping @Sendable (Int) -> Void) {
        self.client = client
        self.action = action
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        action(counter.next())
        return try await client.send(request)
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}
