import ConnectorKit
import Foundation
import Model
import Store
import Sync
import Testing

/// What providers know themselves (rules A26 and A27).
@Suite struct KnownValueTests {
    /// `0-5 done 40% 7m`: begin, last activity, status, progress and minutes of an enrolment.
    private static func line(_ enrolment: Enrolment) -> String {
        func hours(_ date: Date?) -> String {
            date.map { "\(Int($0.timeIntervalSince(hour(0)) / 3600))" } ?? "?"
        }
        let progress = enrolment.progress.map { "\($0)%" } ?? "-"
        return "\(hours(enrolment.createdAt))-\(hours(enrolment.updatedAt)) "
            + "\(enrolment.status == .completed ? "done" : "open") \(progress) "
            + (enrolment.knownTime.map { "\($0 / 60_000)m" } ?? "-")
    }

    private static func naming(
        _ last: Double, _ status: Enrolment.Status = .inProgress, begin: Double? = nil, progress: Int? = nil,
        total: Int? = nil, windows: [Double: Int]? = nil
    ) -> Enrolment {
        let time: Enrolment.TimeSpent? =
            windows.map { windows in
                .windows(
                    Dictionary(
                        uniqueKeysWithValues: windows.map { (hour($0), .seconds($1 * 60)) }))
            } ?? total.map { .total(.seconds($0 * 60)) }
        return Enrolment(
            contentID: "1", account: "a", status: status, createdAt: begin.map(hour), updatedAt: hour(last),
            progress: progress, timeSpent: time)
    }

    private static let cases: [(String, [Enrolment], String)] = [
        ("no begin is the earliest activity", [naming(5), naming(3), naming(9)], "3-9 open - -"),
        ("a begin that is named counts", [naming(5), naming(9, begin: 2)], "2-9 open - -"),
        (
            "the latest progress counts",
            [naming(1, progress: 80), naming(2, progress: 30), naming(3, progress: 40)], "1-3 open 40% -"
        ),
        (
            "a naming without progress takes none away",
            [naming(1, progress: 80), naming(2), naming(3, progress: 30)], "1-3 open 30% -"
        ),
        (
            "nor does it bring an earlier one back",
            [naming(1, progress: 80), naming(2, progress: 30), naming(3)], "1-3 open 30% -"
        ),
        (
            "the latest total that is stated counts",
            [naming(1, total: 9), naming(2, total: 5), naming(3)], "1-3 open - 5m"
        ),
        (
            "a completion that states no time has the latest total",
            [naming(1, total: 9), naming(2, total: 5), naming(3, .completed)], "1-3 done - 5m"
        ),
        ("progress is moved into bounds", [naming(1, progress: 250)], "1-1 open 100% -"),
        ("nor is it negative", [naming(1, progress: -3)], "1-1 open 0% -"),
        ("the latest total counts", [naming(1, total: 5), naming(2, total: 9)], "1-2 open - 9m"),
        ("a negative time is 0", [naming(1, total: -5)], "1-1 open - 0m"),
        (
            "windows add up, and one that is named again counts once",
            [
                naming(1, windows: [0: 5]), naming(3, windows: [2: 4]), naming(3, windows: [2: 6]),
                naming(3, windows: [0: 5, 2: 1]),
            ], "1-3 open - 11m"
        ),
        (
            "of a completed one windows count up to its completion",
            [
                naming(1, windows: [0: 5]), naming(3, .completed, progress: 100, windows: [2: 4]),
            ], "1-3 done 100% 9m"
        ),
        (
            "progress before a completion is not that of the completion",
            [naming(1, progress: 40), naming(3, .completed)], "1-3 done - -"
        ),
    ]

    @Test("Namings of one enrolment come to the same in every order", arguments: cases)
    func merging(_ promise: String, _ namings: [Enrolment], _ expected: String) throws {
        for order in Self.orders(of: namings) {
            var kept: Enrolment?
            for naming in order { kept = AttemptRule.standard.merge(naming, kept) }
            #expect(Self.line(try #require(kept)) == expected)
        }
    }

    @Test("A window after the completion does not count")
    func completed() throws {
        var kept = AttemptRule.standard.merge(
            Self.naming(3, .completed, progress: 97, windows: [2: 4]), nil)
        kept = AttemptRule.standard.merge(Self.naming(9, progress: 12, windows: [8: 30]), kept)
        kept = AttemptRule.standard.merge(Self.naming(1, progress: 12, windows: [0: 2]), kept)
        #expect(Self.line(try #require(kept)) == "1-3 done 97% 6m")
    }

    private static func orders(of namings: [Enrolment]) -> [[Enrolment]] {
        guard let first = namings.first else { return [[]] }
        return orders(of: Array(namings.dropFirst())).flatMap { rest in
            (0...rest.count).map { rest.prefix($0) + [first] + rest.dropFirst($0) }
        }
    }

    @Test("An enrolment without an id is that of its account and content")
    func keys() {
        let keys = [("a", "1"), ("a|1", ""), ("a", "|1"), ("a%7C1", ""), ("", "a|1")].map {
            Enrolment.key(account: $0, contentID: $1)
        }
        #expect(keys == ["a|1", "a%7C1|", "a||1", "a%257C1|", "|a|1"])
    }

    @Test("Learners on the rows need no look-up, and what is known of them becomes their attempts")
    func inline() async throws {
        let portal = StatsPortal()
        portal.change {
            $0.items = [2]
            $0.enrolments = [
                Enrolment(
                    contentID: "2", learner: LearnerAccount(id: "ann", email: "Ann@Example.com"),
                    status: .inProgress, updatedAt: hour(5), progress: 70,
                    timeSpent: .windows([hour(0): .seconds(120)])),
                Enrolment(
                    contentID: "2", learner: LearnerAccount(id: "bob", email: "bob@example.com"),
                    status: .completed, createdAt: hour(1), updatedAt: hour(6),
                    timeSpent: .total(.seconds(60))),
            ]
        }
        let fixture = try await StatsFixture(portal)
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        #expect(try await fixture.sync().outcome == .done)
        #expect(portal.calls().learners == [])
        let first = [
            "all 2 ann@example.com ann|2 5-5 open 70% - 2m",
            "all 2 bob@example.com bob|2 1-6 done 6 100% - 1m",
        ]
        #expect(try await fixture.attempts().filter { $0.hasPrefix("all") } == first)
        portal.change {
            $0.enrolments = [
                Enrolment(
                    contentID: "2", learner: LearnerAccount(id: "ann", email: "ann@new.example"),
                    status: .inProgress, updatedAt: hour(9), progress: 90,
                    timeSpent: .windows([hour(8): .seconds(180)]))
            ]
        }
        #expect(try await fixture.sync(.everything).outcome == .done)
        #expect(
            try await fixture.attempts().filter { $0.hasPrefix("all") } == [
                "all 2 ann@new.example ann|2 5-9 open 90% - 5m", first[1],
            ])
    }

    @Test("A checkpoint that the provider refuses begins the listing again, a refused mark lists everything")
    func refused() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        fixture.portal.change { $0.refuses = ["all 3"] }
        #expect(try await fixture.sync().outcome == .done)
        #expect(
            fixture.portal.calls().pages == [
                "all 1", "all 2", "refused", "all 1", "all 2", "all 3", "all 4",
            ])
        #expect(try await fixture.attempts() == StatsRunTests.attempts)
        let mark = try #require(fixture.portal.enrolments.map(\.updatedAt).max()).timeIntervalSince1970
        fixture.portal.change { $0.refuses = ["\(mark) 1"] }
        #expect(try await fixture.sync().outcome == .done)
        #expect(fixture.portal.calls().pages == ["refused", "all 1", "all 2", "all 3", "all 4"])
    }
}
