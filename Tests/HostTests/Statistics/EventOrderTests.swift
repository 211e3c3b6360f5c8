import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Testing

/// Enrolments as events bring them: in any order, twice, in batches of any size.
@Suite struct EventOrderTests {
    private static func portal() -> StatsPortal {
        let portal = StatsPortal()
        portal.change {
            $0.items = [1, 2]
            $0.emails = ["u1": "ann@x.example", "u2": "bob@x.example"]
        }
        return portal
    }

    /// Overlapping enrolments of two learners in two contents.
    private static func history(_ numbers: inout Seeded) -> [Enrolment] {
        var found: [Enrolment] = []
        for content in [1, 2] {
            for account in ["u1", "u2"] {
                for one in OrderTests.any(&numbers) {
                    found.append(
                        Enrolment(
                            id: "\(content)\(account)\(one.id)", contentID: String(content), account: account,
                            status: one.status, createdAt: one.createdAt, updatedAt: one.updatedAt,
                            passed: one.passed))
                }
            }
        }
        return found
    }

    @Test("Any order of arrival, duplicates included, comes to what a full run comes to", arguments: 1...6)
    func anyOrder(seed: UInt64) async throws {
        var numbers = Seeded(seed)
        let history = Self.history(&numbers)
        let daily = try await StatsFixture(Self.portal())
        defer { daily.remove() }
        daily.portal.change { $0.enrolments = history }
        try await daily.syncCatalog()
        try await daily.sync(.everything)
        let wanted = try await daily.attempts()

        let live = try await StatsFixture(Self.portal())
        defer { live.remove() }
        try await live.syncCatalog()
        var events = (history + history.filter { _ in Bool.random(using: &numbers) }).shuffled(
            using: &numbers)[...]
        while !events.isEmpty {
            let some = Array(events.prefix(Int.random(in: 1...5, using: &numbers)))
            events = events.dropFirst(some.count)
            try await live.apply(some)
        }
        #expect(try await live.attempts() == wanted)
        // The daily run finds nothing to put right.
        live.portal.change { $0.enrolments = history }
        let report = try await live.sync(.everything)
        #expect(report.counters.created + report.counters.updated == 0)
        #expect(try await live.attempts() == wanted)
    }

    @Test("An attempt keeps its id from its first event to its completion")
    func ids() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        var changes = try await fixture.apply([enrolment("a", 2, "u1", 1, 1)])
        #expect((changes.created, changes.updated, changes.removed) == (2, 0, 0))
        let ids = try await fixture.rows().map(\.id)
        changes = try await fixture.apply([enrolment("a", 2, "u1", 1, 1.5)])
        #expect((changes.created, changes.updated, changes.removed) == (0, 2, 0))
        changes = try await fixture.apply([enrolment("a", 2, "u1", 1, 2, .completed)])
        #expect((changes.created, changes.updated, changes.removed) == (0, 2, 0))
        changes = try await fixture.apply([enrolment("a", 2, "u1", 1, 2, .completed)])
        #expect(changes == AttemptChanges())
        #expect(try await fixture.rows().map(\.id) == ids)
    }

    @Test("An enrolment that begins in the span of one that arrives later is no attempt of its own any more")
    func removed() async throws {
        let fixture = try await StatsFixture(Self.portal(), groups: ["all"])
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.apply([enrolment("b", 1, "u1", 2, 3)])
        let changes = try await fixture.apply([enrolment("a", 1, "u1", 1, 4)])
        #expect((changes.created, changes.updated, changes.removed) == (1, 0, 1))
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-4 open 50% - 60m"])
    }

    @Test("Accounts that the provider does not tell keep no other enrolment from being applied")
    func unresolved() async throws {
        let fixture = try await StatsFixture(Self.portal(), groups: ["all"])
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.apply([enrolment("a", 1, "u1", 1, 2), enrolment("b", 1, "ghost", 1, 2)])
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-2 open 50% - 60m"])
        #expect(try await fixture.host.store.statisticsCounts().map(\.unmatched) == [1])
        // Each event asks for its accounts again, since an address may have come, or changed.
        _ = fixture.portal.calls()
        try await fixture.apply([enrolment("b", 1, "ghost", 1, 3), enrolment("c", 1, "ghost", 1, 3)])
        #expect(fixture.portal.calls().learners == [["ghost"]])
    }

    @Test("An enrolment that changes hands leaves no attempt behind")
    func changesHands() async throws {
        let fixture = try await StatsFixture(Self.portal(), groups: ["all"])
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.apply([enrolment("a", 1, "u1", 1, 2)])
        try await fixture.apply([enrolment("a", 2, "u2", 1, 3)])
        #expect(try await fixture.attempts() == ["all 2 bob@x.example a 1-3 open 50% - 60m"])
    }
}
