import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

/// `kill -9` at any moment.
@Suite(.serialized) struct KillTests {
    /// A moment to kill at: when so many requests were answered, and a little later.
    struct Moment: Sendable, CustomTestStringConvertible {
        let number: Int
        let requests: Int
        let microseconds: Int

        var testDescription: String { "no. \(number): \(requests) requests and \(microseconds) µs" }

        /// Always the same ones: an LCG (Numerical Recipes' constants) from a fixed seed.
        static let all: [Moment] = {
            var seed: UInt32 = 20_260_719
            func draw(_ bound: UInt32) -> Int {
                seed = seed &* 1_664_525 &+ 1_013_904_223
                return Int((seed >> 8) % bound)
            }
            return (1...(Surroundings.runsSlowTests ? 50 : 5)).map { number in
                Moment(
                    number: number, requests: 1 + draw(UInt32(KillTests.pages) + 1),
                    microseconds: draw(30_000))
            }
        }()
    }

    private static let items = 300
    private static let pages = items / 20

    private static func with<Value: Sendable>(
        _ body: @escaping @Sendable (Sandbox) async throws -> Value
    ) async throws -> Value {
        try await Sandbox.with(items: items) { sandbox -> Value in
            var group = Sandbox.Group()
            (group.settings["page_size"], group.languages) = ("20", ["en", "fr"])
            var engineering = Sandbox.Group.engineering
            (engineering.settings["page_size"], engineering.types) = ("20", ["video", "course"])
            try sandbox.write(group, engineering)
            return try await body(sandbox)
        }
    }

    /// Makes some items go, some come and some change.
    private static func change(_ portal: Go1Portal) {
        let ids = portal.expectedIDs().compactMap(Int.init)
        for (index, id) in ids.enumerated() {
            switch index % 10 {
            case 0: portal.delete(id)
            case 1: portal.update(id) { $0.title = "Another title" }
            case 2: portal.update(id) { $0.type = $0.type == "video" ? "text" : "video" }
            default: break
            }
        }
        for _ in 1...20 { portal.add() }
    }

    private static func contents(_ sandbox: Sandbox) async throws -> [[[String: JSONValue]]] {
        [try await sandbox.contents(), try await sandbox.contents(of: Sandbox.engineering)]
    }

    /// What two undisturbed syncs come to, the second after changes.
    private static let undisturbed = Task {
        try await with { sandbox in
            try await sandbox.sync()
            change(sandbox.portal)
            try await sandbox.sync()
            return try await contents(sandbox)
        }
    }

    /// Syncs twice as well, and kills the one or the other.
    @Test(
        "after a kill at any moment the next run completes, and the result is that of an undisturbed run",
        arguments: Moment.all)
    func killed(moment: Moment) async throws {
        let wanted = try await Self.undisturbed.value
        #expect(wanted.allSatisfy { $0.count > 50 })
        let isFirst = !moment.number.isMultiple(of: 2)
        try await Self.with { sandbox in
            if !isFirst {
                try await sandbox.sync()
                Self.change(sandbox.portal)
            }
            sandbox.portal.clearRequests()
            let running = try sandbox.start(["sync", "catalog"])
            await eventually("so many requests are answered") {
                sandbox.portal.requests.count >= moment.requests || !running.isRunning
            }
            // The moment itself is what is tried out here, not something waited for.
            try await Task.sleep(for: .microseconds(moment.microseconds))
            running.send(SIGKILL)
            let killed = await running.finished()
            #expect(killed.wasKilled || killed.status == 0)
            try sandbox.letTimePass()

            // Nobody holds the lease of a run that was killed, so it is shown for what it is.
            let left = try await sandbox.runs().map(\.outcome)
            #expect(!left.contains(nil))
            try await sandbox.sync()
            let outcomes = try await sandbox.runs().map(\.outcome)
            #expect(outcomes == left + ["done"])
            if isFirst {
                Self.change(sandbox.portal)
                try await sandbox.sync()
            }
            #expect(try await Self.contents(sandbox) == wanted)
        }
    }
}
