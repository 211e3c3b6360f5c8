import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Testing

/// Rule A16: a learner is the provider's account, addressed by the e-mail address that it has now.
@Suite struct AddressTests {
    /// How a changed address comes to be known.
    enum Road: String, CaseIterable {
        case fullRun = "a full run"
        case event = "an event that names the account"
    }

    private static func fixture(_ emails: [String: String], groups: [String] = ["all"]) async throws
        -> StatsFixture
    {
        let fixture = try await StatsFixture(groups: groups)
        fixture.portal.change {
            $0.items = [1, 2]
            $0.emails = emails
        }
        try await fixture.syncCatalog()
        return fixture
    }

    private static func change(
        _ emails: [String: String], of fixture: StatsFixture, by road: Road, naming events: [Enrolment]
    ) async throws {
        fixture.portal.change { $0.emails = emails }
        switch road {
        case .fullRun: try await fixture.sync(.everything)
        case .event: try await fixture.apply(events)
        }
    }

    @Test("A changed address takes attempts along, and what comes later joins them", arguments: Road.allCases)
    func changed(road: Road) async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example"], groups: ["even", "all"])
        defer { fixture.remove() }
        let first = enrolment("a", 2, "u1", 1, 2, .completed)
        fixture.portal.enrol(first, enrolment("b", 2, "u1", 3, 4))
        try await fixture.sync()
        let ids = try await fixture.rows().map(\.id)
        let done = enrolment("b", 2, "u1", 3, 5, .completed)
        fixture.portal.enrol(done)
        try await Self.change(["u1": "Ann.New@x.example"], of: fixture, by: road, naming: [done])
        #expect(
            try await fixture.attempts(AttemptQuery(user: "ann.new@x.example")) == [
                "all 2 ann.new@x.example a 1-2 done 2 100% - 60m",
                "all 2 ann.new@x.example b 3-5 done 5 100% - 60m",
                "even 2 ann.new@x.example a 1-2 done 2 100% - 60m",
                "even 2 ann.new@x.example b 3-5 done 5 100% - 60m",
            ])
        #expect(try await fixture.rows().map(\.id) == ids)
        #expect(try await fixture.attempts(AttemptQuery(user: "ann@x.example")).isEmpty)
        let counts = try await fixture.host.store.busiestLearners(ActivityQuery(limit: 9))
        #expect(counts.map { "\($0.user) \($0.attempts)" } == ["ann.new@x.example 4"])
        // Nothing is left to put right.
        let again = try await fixture.sync(.everything)
        #expect(again.counters.created + again.counters.updated == 0)
    }

    @Test("Two accounts that swap their addresses swap their attempts", arguments: Road.allCases)
    func swapped(road: Road) async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example", "u2": "bob@x.example"])
        defer { fixture.remove() }
        let both = [enrolment("a", 1, "u1", 1, 2, .completed), enrolment("b", 1, "u2", 1.5, 3)]
        for one in both { fixture.portal.enrol(one) }
        try await fixture.sync()
        try await Self.change(
            ["u1": "bob@x.example", "u2": "ann@x.example"], of: fixture, by: road, naming: both)
        #expect(
            try await fixture.attempts() == [
                "all 1 ann@x.example b 1.5-3 open 50% - 60m",
                "all 1 bob@x.example a 1-2 done 2 100% - 60m",
            ])
    }

    @Test("Two accounts swap their addresses though one is heard of before the other")
    func swappedOneByOne() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example", "u2": "bob@x.example"])
        defer { fixture.remove() }
        let both = [enrolment("a", 1, "u1", 1, 2, .completed), enrolment("b", 1, "u2", 1.5, 3)]
        for one in both { fixture.portal.enrol(one) }
        try await fixture.sync()
        fixture.portal.change { $0.emails = ["u1": "bob@x.example", "u2": "ann@x.example"] }
        try await fixture.apply([both[0]])
        // One learner, until the other account is read as well.
        #expect(try await fixture.attempts() == ["all 1 bob@x.example a 1-2 done 2 100% - 60m"])
        try await fixture.apply([both[1]])
        #expect(
            try await fixture.attempts() == [
                "all 1 ann@x.example b 1.5-3 open 50% - 60m",
                "all 1 bob@x.example a 1-2 done 2 100% - 60m",
            ])
    }

    @Test("A chain of addresses in one run moves each to its own")
    func chain() async throws {
        let fixture = try await Self.fixture([
            "u1": "a@x.example", "u2": "b@x.example", "u3": "c@x.example",
        ])
        defer { fixture.remove() }
        for number in 1...3 { fixture.portal.enrol(enrolment("e\(number)", 1, "u\(number)", 1, 2)) }
        try await fixture.sync()
        fixture.portal.change { $0.emails = ["u1": "b@x.example", "u2": "c@x.example", "u3": "d@x.example"] }
        try await fixture.sync(.everything)
        #expect(
            try await fixture.attempts() == [
                "all 1 b@x.example e1 1-2 open 50% - 60m", "all 1 c@x.example e2 1-2 open 50% - 60m",
                "all 1 d@x.example e3 1-2 open 50% - 60m",
            ])
        for (index, letter) in ["e", "f", "g"].enumerated() {
            fixture.portal.change { $0.emails["u1"] = "\(letter)@x.example" }
            try await fixture.sync(.everything)
            #expect(
                try await fixture.attempts(AttemptQuery(user: "\(letter)@x.example"))
                    == ["all 1 \(letter)@x.example e1 1-2 open 50% - 60m"], "change \(index + 1)")
            #expect(try await fixture.attempts().count == 3)
        }
    }

    @Test("Two accounts that come to one address are one learner, and two again when they part")
    func merged() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example", "u2": "bob@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(
            enrolment("a", 1, "u1", 1, 1.5), enrolment("b", 1, "u2", 1.25, 1.75, .completed))
        try await fixture.sync()
        fixture.portal.change { $0.emails["u2"] = " ANN@x.example" }
        try await fixture.sync(.everything)
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-1.75 done 1.75 100% - 30m"])
        fixture.portal.change { $0.emails["u1"] = "cy@x.example" }
        try await fixture.sync(.everything)
        #expect(
            try await fixture.attempts() == [
                "all 1 ann@x.example b 1.25-1.75 done 1.75 100% - 30m",
                "all 1 cy@x.example a 1-1.5 open 50% - 30m",
            ])
    }

    @Test("An account that is made again with another id goes on with the attempts of its address")
    func recreated() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(enrolment("a", 1, "u1", 1, 2))
        try await fixture.sync()
        fixture.portal.change { $0.emails = ["u9": "Ann@x.example"] }
        fixture.portal.enrol(enrolment("b", 1, "u9", 1.5, 3, .completed))
        try await fixture.sync(.everything)
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-3 done 3 100% - 60m"])
        // The old account is gone, so that it does not keep anything under an address that nobody has.
        fixture.portal.change { $0.emails = ["u9": "new@x.example"] }
        try await fixture.sync(.everything)
        #expect(try await fixture.attempts() == ["all 1 new@x.example a 1-3 done 3 100% - 60m"])
    }

    @Test("An address that differs in case or blanks is the same, and a full run writes nothing")
    func spelling() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(enrolment("a", 1, "u1", 1, 2))
        try await fixture.sync()
        let before = try await fixture.rows()
        for spelling in ["ANN@X.example", " ann@x.example\t", "Ann@x.Example"] {
            fixture.portal.change { $0.emails["u1"] = spelling }
            let report = try await fixture.sync(.everything)
            #expect(report.counters.created + report.counters.updated == 0)
            #expect(try await fixture.rows() == before)
        }
    }

    @Test("An account whose address disappears keeps the last one", arguments: Road.allCases)
    func disappeared(road: Road) async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(enrolment("a", 1, "u1", 1, 2))
        try await fixture.sync()
        let done = enrolment("a", 1, "u1", 1, 3, .completed)
        fixture.portal.enrol(done)
        try await Self.change([:], of: fixture, by: road, naming: [done])
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-3 done 3 100% - 60m"])
        try await Self.change(["u1": "back@x.example"], of: fixture, by: road, naming: [done])
        #expect(try await fixture.attempts() == ["all 1 back@x.example a 1-3 done 3 100% - 60m"])
    }

    @Test("What waits for its course comes to the address that the account has then")
    func waiting() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(enrolment("a", 7, "u1", 1, 2), enrolment("b", 1, "u2", 1, 2))
        try await fixture.sync()
        fixture.portal.change { $0.emails = ["u1": "new@x.example", "u2": "bob@x.example"] }
        try await fixture.sync(.everything)
        #expect(try await fixture.attempts() == ["all 1 bob@x.example b 1-2 open 50% - 60m"])
        fixture.portal.change { $0.items = [1, 2, 7] }
        try await fixture.syncCatalog()
        #expect(
            try await fixture.attempts() == [
                "all 1 bob@x.example b 1-2 open 50% - 60m", "all 7 new@x.example a 1-2 open 50% - 60m",
            ])
    }

    @Test("A launch goes along with the account whose address it was under")
    func launched() async throws {
        let fixture = try await Self.fixture(["u1": "ann@x.example", "u2": "bob@x.example"])
        defer { fixture.remove() }
        fixture.portal.enrol(enrolment("x", 2, "u1", 0, 0.5), enrolment("y", 2, "u2", 0, 0.5))
        try await fixture.sync()
        try await fixture.launch(1, "ann@x.example", at: 1)
        try await fixture.launch(1, "bob@x.example", at: 2)
        fixture.portal.change { $0.emails = ["u1": "bob@x.example", "u2": "new@x.example"] }
        try await fixture.sync(.everything)
        // Under the address that she has now, before anything was heard of it.
        try await fixture.launch(1, "late@x.example", at: 3)
        fixture.portal.change { $0.emails["u2"] = "late@x.example" }
        fixture.portal.enrol(
            enrolment("a", 1, "u1", 1.25, 1.5, .completed), enrolment("b", 1, "u2", 3.25, 3.5, .completed))
        try await fixture.sync(.everything)
        let attempts = try await fixture.attempts().filter { $0.hasPrefix("all 1") }
        #expect(
            attempts.map { $0.replacing(/launch \d/, with: "launch") } == [
                "all 1 bob@x.example launch 1-1.5 done 1.5 100% - 30m",
                "all 1 late@x.example launch 2-3.5 done 3.5 100% - 60m",
            ])
    }
}

extension StatsFixture {
    /// Launches a course of the group `all` for a learner.
    @discardableResult
    func launch(_ content: Int, _ email: String, at time: Double, group: String = "all") async throws -> Int64
    {
        try await launch(content, email, at: hour(time), group: group)
    }

    /// Launches a course for a learner.
    @discardableResult
    func launch(_ content: Int, _ email: String, at time: Date, group: String) async throws -> Int64 {
        let course = try #require(
            await host.store.course(externalID: String(content), provider: "demo", group: group))
        return try #require(await host.store.launch(course: course.id, email: email, at: time))
    }
}
