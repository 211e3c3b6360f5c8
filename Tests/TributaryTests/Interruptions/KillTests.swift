import Foundation
import Go1Simulator
import Testing

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
                Moment(number: number, requests: 1 + draw(UInt32(KillTests.pages) + 1), microseconds: draw(30_000))
            }
        }()
    }

    private static let items = 300
    private static let pages = items / 20

    private static func with(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
        try await Sandbox.with(items: items) { sandbox in
            var group = Sandbox.Group()
            (group.settings["page_size"], group.languages) = ("20", ["en", "fr"])
            try sandbox.write(group, .engineering)
            var engineering = Sandbox.Group.engineering
            (engineering.settings["page_size"], engineering.types) = ("20", ["video", "course"])
            try sandbox.write(engineering)
            try await body(sandbox)
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

    private static func contents(_ sandbox: Sandbox) async throws -> [[[String: JSON]]] {
        [try await sandbox.contents(), try await sandbox.contents(of: Sandbox.engineering)]
    }

    /// Syncs twice, the second time after changes, and kills the one or the other.
    @Test("after a kill at any moment the next run completes, and the result is that of an undisturbed run", arguments: Moment.all)
    func killed(moment: Moment) async throws {
        try await Self.with { undisturbed in
            try await undisturbed.sync()
            Self.change(undisturbed.portal)
            try await undisturbed.sync()
            let wanted = try await Self.contents(undisturbed)
            #expect(wanted.allSatisfy { $0.count > 50 })

            try await Self.with { sandbox in
                if moment.number.isMultiple(of: 2) { try await sandbox.sync() }
                if moment.number.isMultiple(of: 2) { Self.change(sandbox.portal) }
                sandbox.portal.clearRequests()
                let running = try sandbox.start(["sync", "catalog"])
                await eventually("so many requests are answered") {
                    sandbox.portal.requests.count >= moment.requests || !running.isRunning
                }
                try await Task.sleep(for: .microseconds(moment.microseconds))
                running.send(SIGKILL)
                let killed = await running.finished()

                try await sandbox.sync()
                var outcomes: [String?] = moment.number.isMultiple(of: 2) ? ["done"] : []
                if killed.wasKilled, try await sandbox.runs().count > outcomes.count + 1 {
                    outcomes.append("interrupted")
                } else if !killed.wasKilled {
                    outcomes.append("done")
                }
                outcomes.append("done")
                #expect(try await sandbox.runs().map(\.outcome) == outcomes)
                if !moment.number.isMultiple(of: 2) {
                    Self.change(sandbox.portal)
                    try await sandbox.sync()
                }
                #expect(try await Self.contents(sandbox) == wanted)
            }
        }
    }
}
