import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Synchronization
import Testing

@Suite struct StatsRunTests {
    /// Ten enrolments of four learners in three contents, on four pages.
    static func portal() -> StatsPortal {
        let portal = StatsPortal()
        portal.change { contents in
            contents.items = [1, 2, 3]
            contents.emails = ["u1": "ann@x.example", "u2": "bob@x.example", "u3": "cy@x.example"]
            contents.enrolments = [
                enrolment("a", 1, "u1", 1, 1.5), enrolment("b", 2, "u1", 2, 3, .completed, passed: true),
                enrolment("c", 2, "u2", 3, 4), enrolment("d", 3, "u2", 4, 5, .completed, passed: false),
                enrolment("e", 2, "u1", 5, 6), enrolment("f", 1, "u3", 6, 7, .completed),
                enrolment("g", 2, "u3", 7, 8, .other), enrolment("h", 9, "u1", 8, 9, .completed),
                enrolment("i", 2, "u4", 9, 10, .completed), enrolment("j", 3, "u1", 10, 11),
            ]
        }
        return portal
    }

    static let attempts = [
        "all 1 ann@x.example a 1-1.5 open 50% - 30m",
        "all 1 cy@x.example f 6-7 done 7 100% - 60m",
        "all 2 ann@x.example b 2-3 done 3 100% success 60m",
        "all 2 ann@x.example e 5-6 open 50% - 60m",
        "all 2 bob@x.example c 3-4 open 50% - 60m",
        "all 3 ann@x.example j 10-11 open 50% - 60m",
        "all 3 bob@x.example d 4-5 done 5 100% failed 60m",
        "even 2 ann@x.example b 2-3 done 3 100% success 60m",
        "even 2 ann@x.example e 5-6 open 50% - 60m",
        "even 2 bob@x.example c 3-4 open 50% - 60m",
    ]

    @Test("One attempt per group in which the course exists; what is unknown is kept aside and counted")
    func groups() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.error == nil)
        #expect(try await fixture.attempts() == Self.attempts)
        #expect(report.counters.seen == 10)
        #expect(report.counters.created == 10)
        #expect(report.counters.updated == 0)
        #expect(report.counters.unchanged == 0)
        let run = try #require(try await fixture.host.store.run(report.id))
        #expect(run.kind == "stats")
        #expect(run.groups == ["even", "all"])
        #expect(run.counters == report.counters)
        #expect(
            try await fixture.host.store.statisticsCounts().map {
                "\($0.group) \($0.provider): \($0.attempts) of \($0.enrolments), \($0.unmatched), \($0.unknown)"
            } == ["all demo: 7 of 9, 1, 1", "even demo: 3 of 9, 1, 1"])
    }

    @Test("Attempts are found by group, learner in any case, and course")
    func queries() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        #expect(
            try await fixture.attempts(AttemptQuery(group: "even"))
                == Self.attempts.filter { $0.hasPrefix("even") })
        #expect(
            try await fixture.attempts(AttemptQuery(user: " Bob@X.Example "))
                == Self.attempts.filter { $0.contains("bob") })
        let course = try #require(
            try await fixture.host.store.course(externalID: "3", provider: "demo", group: "all"))
        #expect(
            try await fixture.attempts(AttemptQuery(course: course.id))
                == Self.attempts.filter { $0.hasPrefix("all 3") })
        #expect(try await fixture.attempts(AttemptQuery(user: "nobody@x.example")).isEmpty)
    }

    @Test(
        "A second run asks for what changed since, each account once, and writes nothing where nothing is new"
    )
    func secondRun() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        let first = fixture.portal.calls()
        #expect(first.pages == ["all 1", "all 2", "all 3", "all 4"])
        #expect(first.learners.flatMap(\.self).sorted() == ["u1", "u2", "u3", "u4"])
        let before = try await fixture.rows()

        let changes = try await fixture.sync()
        #expect(fixture.portal.calls() == .init(pages: ["\(hour(11).timeIntervalSince1970) 1"], learners: []))
        #expect(changes.counters.seen == 1)
        #expect(changes.counters.created + changes.counters.updated == 0)
        #expect(changes.counters.unchanged == 10)

        let everything = try await fixture.sync(.everything)
        // A run that reads everything asks for the e-mail address of each account again, once.
        #expect(
            fixture.portal.calls()
                == .init(pages: ["all 1", "all 2", "all 3", "all 4"], learners: [["u1", "u2", "u3", "u4"]]))
        #expect(everything.counters.seen == 10)
        #expect(everything.counters.created + everything.counters.updated == 0)
        #expect(try await fixture.rows() == before)
    }

    @Test("An attempt that is new in a run counts once, whatever later pages make of it")
    func countedOnce() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        let before = try await fixture.rows().count
        fixture.portal.change { contents in
            contents.size = 1
            contents.enrolments = [
                enrolment("x", 3, "u3", 20, 21), enrolment("x", 3, "u3", 20, 22, .completed),
            ]
            // The first page is recorded before the second comes.
            contents.atPage = { number throws(Failure) in
                while number == 2, (try? await fixture.rows().count) == before {
                    try? await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        let report = try await fixture.sync(.everything)
        #expect(report.counters.created == 1)
        #expect(report.counters.updated == 0)
        #expect(try await fixture.attempts().contains("all 3 cy@x.example x 20-22 done 22 100% - 60m"))
    }

    @Test("A sync by hand that reads everything serves the schedule, one that reads what changed does not")
    func byHand() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        func isServed() async throws -> Bool {
            try await fixture.host.timetable().connections[0].served[.statistics] != nil
        }
        try await fixture.syncCatalog()
        #expect(try await !isServed())
        try await fixture.sync()
        #expect(try await isServed())

        let moved = try await StatsFixture(Self.portal())
        defer { moved.remove() }
        let later = Date(timeIntervalSince1970: 1_900_000_000)
        try await moved.sync()
        let connection = try #require(await moved.host.store.deployments().first).connection
        try await moved.host.store.recordStatistics(of: connection, at: later)
        try await moved.sync()
        #expect(try await moved.host.timetable().connections[0].served[.statistics] == later)
    }

    @Test("An account that gets its e-mail address later gets its attempts with the next full run")
    func laterEmail() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        fixture.portal.change { $0.emails["u4"] = "DEE@x.example" }
        try await fixture.sync()
        #expect(try await fixture.attempts() == Self.attempts)
        let report = try await fixture.sync(.everything)
        #expect(report.counters.created == 2)
        #expect(
            try await fixture.attempts(AttemptQuery(user: "dee@x.example")) == [
                "all 2 dee@x.example i 9-10 done 10 100% - 60m",
                "even 2 dee@x.example i 9-10 done 10 100% - 60m",
            ])
    }

    @Test("Two accounts of one e-mail address are one learner, whatever its case")
    func sameEmail() async throws {
        let fixture = try await StatsFixture()
        defer { fixture.remove() }
        fixture.portal.change {
            $0.items = [1]
            $0.emails = ["u1": "Ann@X.example", "u2": "ann@x.EXAMPLE"]
        }
        fixture.portal.enrol(enrolment("a", 1, "u1", 1, 1.5), enrolment("b", 1, "u2", 1.25, 1.75, .completed))
        try await fixture.syncCatalog()
        try await fixture.sync()
        #expect(try await fixture.attempts() == ["all 1 ann@x.example a 1-1.75 done 1.75 100% - 30m"])
    }

    @Test("An enrolment in something that is no course is kept, and applied when the course arrives")
    func unknownCourse() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        let early = try await fixture.sync()
        #expect(early.outcome == .done)
        #expect(try await fixture.attempts().isEmpty)
        try await fixture.syncCatalog()
        #expect(try await fixture.attempts() == Self.attempts)
        fixture.portal.change { $0.items = [1, 2, 3, 9] }
        try await fixture.syncCatalog()
        let wanted = Self.attempts + ["all 9 ann@x.example h 8-9 done 9 100% - 60m"]
        #expect(try await fixture.attempts() == wanted.sorted())
    }

    @Test("A group that is added has the attempts at its courses as soon as they are there")
    func addedGroup() async throws {
        let fixture = try await StatsFixture(Self.portal(), groups: ["all"])
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        #expect(try await fixture.attempts() == Self.attempts.filter { $0.hasPrefix("all") })
        let both = try await fixture.again()
        #expect(try await both.attempts() == Self.attempts)
    }

    @Test("A group whose settings change keeps its attempts, and goes on with them")
    func movedGroup() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        let before = try await fixture.rows()
        let moved = try await fixture.again(secret: "two")
        #expect(try await moved.rows() == before)
        fixture.portal.enrol(enrolment("c", 2, "u2", 3, 12, .completed))
        fixture.portal.change { $0.enrolments.removeAll { $0.id == "e" } }
        try await moved.syncCatalog()
        try await moved.sync()
        let ids = before.map(\.id)
        #expect(try await moved.rows().map(\.id) == ids)
        let wanted = Self.attempts.map {
            $0.replacing("c 3-4 open 50% - 60m", with: "c 3-12 done 12 100% - 60m")
        }
        #expect(try await moved.attempts() == wanted)
    }

    @Test("A completed attempt never changes, whatever the provider says of it later, nor with the duration")
    func completedStays() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        let before = try await fixture.rows()
        fixture.portal.enrol(
            enrolment("b", 2, "u1", 2, 20, .completed, passed: false), enrolment("d", 3, "u2", 4, 20),
            enrolment("f", 1, "u3", 6, 20, .other))
        fixture.portal.change { $0.minutes = 15 }
        try await fixture.syncCatalog()
        let report = try await fixture.sync(.everything)
        #expect(report.outcome == .done)
        let after = try await fixture.rows()
        #expect(after.map(\.id) == before.map(\.id))
        let completed = before.filter { $0.state.completedAt != nil }
        #expect(after.filter { $0.state.completedAt != nil } == completed)
        // What is open has the duration of today, once everything is read.
        #expect(
            after.filter { $0.state.completedAt == nil }.map(\.state.timeSpent)
                == before.filter { $0.state.completedAt == nil }.map { _ in 15 * 60_000 })
    }

    @Test("An archived course goes on collecting its attempts")
    func archived() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        let course = try #require(
            try await fixture.host.store.course(externalID: "3", provider: "demo", group: "all"))
        _ = try await fixture.host.store.setManualArchive(true, course: course.id, group: "all")
        fixture.portal.enrol(enrolment("j", 3, "u1", 10, 12, .completed))
        let report = try await fixture.sync()
        #expect(report.counters.updated == 1)
        #expect(
            try await fixture.attempts(AttemptQuery(user: "ann@x.example", course: course.id)) == [
                "all 3 ann@x.example j 10-12 done 12 100% - 60m"
            ])
    }

    @Test("A row that cannot be read is skipped with its reason")
    func skipped() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        fixture.portal.change { $0.refused = [RefusedItem(id: "x", reason: "created_time is missing")] }
        try await fixture.syncCatalog()
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.counters.seen == 11)
        #expect(report.counters.skipped == 1)
        #expect(
            try await fixture.host.store.skippedItems(of: report.id).map(\.reason) == [
                "created_time is missing"
            ])
    }

    @Test("A dry run says what would change, and changes nothing")
    func dryRun() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        var request = SyncRequest()
        request.kinds = [.stats]
        let results = try await HostRuntime.rehearse(
            request, fixture.host.configuration, registry: fixture.host.registry,
            environment: fixture.environment
        ) { _, _, _ in }
        #expect(results.map(\.report.counters.created) == [10])
        #expect(results.map(\.record.kind) == ["stats"])
        #expect(try await fixture.attempts().isEmpty)
        #expect(try await fixture.host.store.runs().map(\.kind) == ["catalog"])
    }

    @Test("A sync of all reads a connection's catalog before its statistics")
    func all() async throws {
        let fixture = try await StatsFixture(Self.portal())
        defer { fixture.remove() }
        let told = Mutex<[RunKind]>([])
        let results = try await fixture.host.sync(SyncRequest()) { _, kind, _ in
            told.withLock { if $0.last != kind { $0.append(kind) } }
        }
        #expect(results.map(\.report.kind) == [.catalog, .stats])
        #expect(told.withLock { $0 } == [.catalog, .stats])
        #expect(try await fixture.attempts() == Self.attempts)
    }

    @Test("A provider without statistics is left out")
    func leftOut() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1], total: 1) })
        defer { fixture.remove() }
        var request = SyncRequest()
        request.kinds = [.stats]
        let results = try await fixture.host.sync(request) { _, _, _ in }
        #expect(results.isEmpty)
    }
}
