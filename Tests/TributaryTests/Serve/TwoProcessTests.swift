import Foundation
import Go1Simulator
import SimulatorSupport
import Testing
import TestSupport

/// The daemon and the command line on one store, and ends at bad moments.
@Suite struct TwoProcessTests {
    /// A portal that holds the third page back until the gate is opened.
    private static func held(
        _ body: @escaping @Sendable (Sandbox, Gate) async throws -> Void
    ) async throws {
        let gate = Gate()
        let portal = Sandbox.portal(items: 100, pause: { _ in await gate.pass() }) {
            $0.faults = [FaultRule(.common(.slow), .page(3))]
        }
        try await Sandbox.with(portal) { sandbox in
            defer { gate.open() }
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            var group = Sandbox.Group()
            group.settings["page_size"] = "20"
            try sandbox.write(group)
            try await body(sandbox, gate)
        }
    }

    private static let sync = ["sync", "catalog", "--format", "ndjson"]
    private static let waits = "another process is at work on it; waiting until that is done\n"

    private static func runs(_ sandbox: Sandbox) async throws -> [String] {
        try await sandbox.runs().map { "\($0.kind) \($0.outcome ?? "")" }
    }

    private static func wait(for runs: [String], _ sandbox: Sandbox) async {
        await eventually("there are these runs: \(runs)") {
            (try? await Self.runs(sandbox)) == runs
        }
    }

    @Test("SIGTERM ends the daemon in the midst of a sync that stands still: status 0, nothing half done")
    func term() async throws {
        try await Self.held { sandbox, gate in
            let served = try sandbox.start(["serve"])
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            served.send(SIGTERM)
            // The gate stays shut: only the host itself can end this.
            let ended = await served.finished()
            #expect(ended.status == 0)
            #expect(!ended.wasKilled)
            #expect(
                ended.errors.hasSuffix(
                    "tributary: catalog of connection-1 (go1): interrupted; the next run goes on\n"),
                "\(ended.errors)")
            #expect(try await Self.runs(sandbox) == ["catalog interrupted"])
            #expect(try await sandbox.courses().allSatisfy { !$0.archived })
            try await sandbox.sync()
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test(
        "A daemon that is killed leaves no lock: the command that waits runs, and the daemon repeats nothing")
    func daemonKilled() async throws {
        try await Self.held { sandbox, gate in
            let served = try sandbox.start(["serve"])
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let command = try sandbox.start(Self.sync)
            await eventually("the command says that it waits") { command.errorsSoFar.hasSuffix(Self.waits) }
            served.send(SIGKILL)
            #expect(await served.finished().wasKilled)
            gate.open()
            #expect(await command.finished().status == 0)
            #expect(try await Self.runs(sandbox) == ["catalog interrupted", "catalog done"])

            let again = try sandbox.start(["serve"])
            await Self.wait(for: ["catalog interrupted", "catalog done", "stats done"], sandbox)
            again.send(SIGTERM)
            #expect(await again.finished().status == 0)
            #expect(try await Self.runs(sandbox) == ["catalog interrupted", "catalog done", "stats done"])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test("A command that is killed leaves no lock: the daemon that waits, and says so, runs")
    func commandKilled() async throws {
        try await Self.held { sandbox, gate in
            let command = try sandbox.start(Self.sync)
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            let served = try sandbox.start(["serve"])
            await eventually("the daemon says that it waits") {
                served.errorsSoFar.contains("tributary: catalog of connection-1 (go1): \(Self.waits)")
            }
            command.send(SIGKILL)
            #expect(await command.finished().wasKilled)
            gate.open()
            await Self.wait(for: ["catalog interrupted", "catalog done", "stats done"], sandbox)
            served.send(SIGTERM)
            #expect(await served.finished().status == 0)
            #expect(try await Self.runs(sandbox) == ["catalog interrupted", "catalog done", "stats done"])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }
}
