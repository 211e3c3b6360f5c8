@testable import ConfigurationFiles
import ConnectorKit
import Foundation
@testable import Host
@testable import Model
import PostgresTesting
import Runtime
@testable import Store
import StoreTesting
import Sync
import Synchronization
import Testing
import TestSupport

@Suite struct HostScheduleTests {
    private static let provider = ScriptedProvider { _, _ throws(Failure) in
        ScriptedProvider.page([1, 2], total: 2)
    }

    /// Opens the host of a fixture again, at a time and with another configuration.
    private func open(
        _ fixture: HostFixture, _ time: TestDate, _ change: (inout Configuration) throws -> Void = { _ in }
    ) async throws -> HostRuntime {
        var configuration = fixture.host.configuration
        for index in configuration.groups.indices {
            configuration.groups[index].deployments[0].schedule.catalog =
                [TimeOfDay("07:40"), TimeOfDay("\(12 + index):00")].compactMap(\.self)
        }
        try change(&configuration)
        let environment = HostEnvironment(
            network: fixture.environment.network, clock: fixture.environment.clock, now: { time.now },
            randomText: { "salt" }, randomFraction: { 0 })
        return try await HostRuntime.open(
            configuration, registry: fixture.host.registry, environment: environment)
    }

    private func due(_ host: HostRuntime, _ time: TestDate) async throws -> [ScheduledWork?] {
        let timetable = try await host.timetable()
        return timetable.connections.map { timetable.due($0, at: time.now) }
    }

    @Test("A new deployment is due at once, one that was switched on again too, and a sync by hand serves")
    func activation() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        #expect(try await due(host, time) == [.catalog])
        _ = try await host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        #expect(try await due(host, time) == [nil])
        time.pass(60)
        let off = try await open(fixture, time) { $0.groups[0].deployments[0].enabled = false }
        #expect(try await due(off, time) == [nil])
        time.pass(60)
        let on = try await open(fixture, time)
        #expect(try await due(on, time) == [.catalog])
        // Opening it again is no switching on.
        _ = try await on.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        time.pass(60)
        #expect(try await due(open(fixture, time), time) == [nil])
    }

    @Test("Groups that share a connection have their times together, and a run that was missed is known")
    func shared() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        _ = try await host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        let timetable = try await host.timetable()
        let connection = try #require(timetable.connections.first)
        #expect(connection.groups == ["even", "all"])
        #expect(connection.catalog?.map(\.description) == ["07:40", "12:00", "13:00"])
        #expect(connection.statistics == nil)
        // In UTC+1, the default, noon is at 11:00 UTC.
        #expect(timetable.next(connection, after: time.now)?.time == time.now + 3 * 3_600)
        time.pass(3 * 3_600)
        #expect(try await due(open(fixture, time), time) == [.catalog])
    }

    @Test("A test environment has no schedule")
    func testEnvironment() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let other = fixture.folder.appending(path: "test")
        let host = try await open(fixture, TestDate()) {
            $0.host.environment = .test
            try $0.host.keepStore(in: other)
        }
        #expect(try await host.timetable().connections.isEmpty)
        _ = try await host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        #expect(try await host.timetable().connections.isEmpty)
    }

    @Test(
        "An interrupted run does not count as done, a failed one does",
        arguments: [
            (Run.Outcome.done, false), (.held, false), (.failed, false), (.rateLimited, false),
            (.interrupted, true),
        ])
    func outcome(_ outcome: Run.Outcome, _ isDue: Bool) async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        let connection = try #require(try await host.timetable().connections.first).id
        let store = host.store
        let run = try await store.leased().beginRun(
            kind: "catalog", provider: "demo", connection: connection, groups: [], at: time.now)
        #expect(try await due(host, time) == [.catalog])
        try await store.leased().finishRun(
            run, at: time.now, outcome: outcome, error: nil, counters: Run.Counters(), seconds: 0)
        #expect(try await due(host, time) == [isDue ? .catalog : nil])
    }

    @Test(
        "All statistics that were read by schedule are known after a restart, an interrupted reading is not")
    func statistics() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        let connection = try #require(try await host.timetable().connections.first)
        func served() async throws -> Date? {
            try await open(fixture, time).timetable().connections.first?.served[.statistics]
        }
        _ = try await host.readingStatistics(of: connection) { .interrupted }
        #expect(try await served() == nil)
        let began = time.now
        _ = try await host.readingStatistics(of: connection) {
            time.pass(600)
            return .done
        }
        #expect(try await served() == began)
    }

    @Test(
        "A scheduled run waits for another process that is at work on the connection, says so, and runs then")
    func waits() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        let connection = try #require(try await host.timetable().connections.first)
        let (told, teller) = AsyncStream<String>.makeStream()
        let scheduler = Scheduler(
            clock: ContinuousClock(), now: { time.now }, timetable: { try await host.timetable() },
            perform: { _, connection in
                try await host.run(.catalog, of: connection) { teller.yield("\($0)") }
            },
            tell: { if case .ended(_, _, let outcome) = $0 { teller.yield("\(outcome)") } })
        var news = told.makeAsyncIterator()
        // A lease of another file description is as good as one of another process.
        guard case .some(let lease) = try host.store.lease(connection.id.name) else {
            Issue.record("the lease is not free")
            return
        }
        let running = Task { await scheduler.run() }
        #expect(await news.next() == "waiting")
        #expect(try await host.store.runs().isEmpty)
        lease.release()
        var rest: [String] = []
        while let text = await news.next(), text != "done" { rest.append(text) }
        #expect(!rest.contains("waiting"))
        #expect(try await host.store.runs().map(\.outcome) == [.done])
        running.cancel()
        await running.value
    }
}
