import Foundation
import Go1Simulator
import SimulatorSupport
import Testing
import TestSupport

/// Runs that do not come to their end, and two at a time.
@Suite struct InterruptionTests {
    /// A portal that holds the third page back until the gate is opened.
    private static func held(
        _ body: @escaping @Sendable (Sandbox, Gate) async throws -> Void
    ) async throws {
        let gate = Gate()
        let portal = Sandbox.portal(items: 200, pause: { _ in await gate.pass() }) {
            $0.faults = [FaultRule(.common(.slow), .page(3))]
        }
        try await Sandbox.with(portal) { sandbox in
            defer { gate.open() }
            var group = Sandbox.Group()
            group.settings["page_size"] = "20"
            try sandbox.write(group)
            try await body(sandbox, gate)
        }
    }

    private static let sync = ["sync", "catalog", "--format", "ndjson"]

    @Test(
        "Ctrl-C and SIGTERM end a sync with 130 and a recorded run, and the next sync completes",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
        try await Self.held { sandbox, gate in
            let running = try sandbox.start(Self.sync)
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            running.send(signal)
            let done = await running.finished()
            #expect(done.status == 130)
            #expect(!done.wasKilled)
            #expect(done.errors == "tributary: go1 for Sales Academy: interrupted; the next run goes on\n")
            let run = try #require(try done.records(RunRecord.self).first)
            #expect(run.outcome == "interrupted")
            #expect(run.archived == 0)
            #expect(try await sandbox.runs().map(\.outcome) == ["interrupted"])
            try await sandbox.sync()
            #expect(try await sandbox.runs().map(\.outcome) == ["interrupted", "done"])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    private static let waiting =
        "go1 for Sales Academy: another process is at work on it; waiting until that is done\n"

    @Test("a second process waits for the first on the same connection, says so, and then runs")
    func second() async throws {
        try await Self.held { sandbox, gate in
            let first = try sandbox.start(Self.sync)
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let second = try sandbox.start(Self.sync)
            await eventually("the second says that it waits") { second.errorsSoFar == Self.waiting }
            #expect(first.isRunning)
            gate.open()
            let (one, other) = (await first.finished(), await second.finished())
            #expect([one.status, other.status] == [0, 0])
            #expect([one.errors, other.errors] == ["", Self.waiting])
            let expected = sandbox.portal.expectedIDs()
            #expect(try one.records(RunRecord.self).map(\.created) == [expected.count])
            #expect(try other.records(RunRecord.self).map(\.unchanged) == [expected.count])
            #expect(try await sandbox.runs().map(\.outcome) == ["done", "done"])
        }
    }

    @Test("a second process that waits can be interrupted")
    func waiterInterrupted() async throws {
        try await Self.held { sandbox, gate in
            let first = try sandbox.start(Self.sync)
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let second = try sandbox.start(Self.sync)
            await eventually("the second says that it waits") { second.errorsSoFar == Self.waiting }
            second.send(SIGINT)
            #expect(await second.finished().status == 130)
            gate.open()
            #expect(await first.finished().status == 0)
            #expect(try await sandbox.runs().map(\.outcome) == ["done"])
        }
    }

    @Test("killing the holder lets the second process begin: no lock stays behind")
    func holderKilled() async throws {
        try await Self.held { sandbox, gate in
            let first = try sandbox.start(Self.sync)
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let second = try sandbox.start(Self.sync)
            await eventually("the second says that it waits") { second.errorsSoFar == Self.waiting }
            first.send(SIGKILL)
            #expect(await first.finished().wasKilled)
            let done = await second.finished()
            #expect(done.status == 0)
            #expect(done.errors == Self.waiting)
            let runs = try await sandbox.runs()
            #expect(runs.map(\.outcome) == ["interrupted", "done"])
            #expect(runs.map(\.error) == ["the process ended before the run did", nil])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test("two connections run beside each other")
    func twoConnections() async throws {
        try await Self.held { sandbox, gate in
            var other = Sandbox.Group.engineering
            other.settings["page_size"] = "50"
            try sandbox.write(other)
            let first = try sandbox.start(Self.sync + ["--group", Sandbox.sales])
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let second = try await sandbox.run("sync", "catalog", "--group", Sandbox.engineering)
            #expect(second.status == 0)
            #expect(second.errors == "")
            #expect(first.isRunning)
            gate.open()
            #expect(await first.finished().status == 0)
        }
    }
}
