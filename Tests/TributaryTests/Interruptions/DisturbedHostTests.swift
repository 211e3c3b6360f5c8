import ConnectorKit
import Foundation
import Go1Simulator
import Postgres
import PostgresTesting
import TestSupport
import Testing
import ThreeSixtyLearningSimulator

/// A host on PostgreSQL that is disturbed at any moment of syncs, of a storm of calls and of deliveries.
@Suite struct DisturbedHostTests {
    enum Disturbance: String, Sendable {
        /// The host and a sync beside it are killed.
        case kill
        /// Every process of the server ends at once; it recovers, as after a loss of power.
        case crash
        /// Every link to the server is cut.
        case cut
    }

    struct Life: Sendable, CustomTestStringConvertible {
        let disturbance: Disturbance
        let times: Int
        let seed: UInt32

        var testDescription: String { "\(times) times \(disturbance), seed \(seed)" }

        private static func lives(_ disturbance: Disturbance, _ count: UInt32, times: Int) -> [Life] {
            (1...count).map { Life(disturbance: disturbance, times: times, seed: $0) }
        }

        static let all =
            Surroundings.runsSlowTests
            ? lives(.kill, 5, times: 10) + lives(.crash, 2, times: 5) + lives(.cut, 5, times: 10)
            : lives(.kill, 1, times: 3) + lives(.crash, 1, times: 2) + lives(.cut, 1, times: 6)
    }

    @Test(
        "Whatever is killed, crashes or is cut, the host comes to what an undisturbed one on the other engine does",
        arguments: Life.all)
    func disturbed(_ life: Life) async throws {
        try await DeliverySandbox.with(
            items: 60,
            {
                $0.accounts = 12
                $0.enrolments = 40
                $0.delivery.duplicates = 0.33
                $0.delivery.outOfOrder = true
                $0.delivery.attempts = 12
                $0.delivery.firstPause = .milliseconds(100)
            }
        ) { home in
            let database = try Database(for: life.disturbance)
            defer { database.remove() }
            let sandbox = home.sandbox
            let portal = sandbox.portal
            for (index, account) in portal.accounts.enumerated() {
                portal.updateAccount(account.id) { $0?.email = .text(User.learner(index + 1).mail) }
            }
            try home.write { $0.settings["page_size"] = "10" }
            let port = try Loopback.freePort()
            try home.configure(
                "http: { listen: \"127.0.0.1:\(port)\", public_url: \"http://127.0.0.1:\(port)\" }",
                "store: { postgres: \"\(database.way)\" }")

            var host = try await ServedProgram.start(sandbox)
            await eventually("the webhook is registered") { portal.webhooks.count == 1 }
            // What is heard of after something later was delivered is told otherwise (rule A24).
            for _ in 1...2 {
                let first = try await sandbox.run("sync")
                #expect(first.status == 0, "\(first.errors)")
            }
            var random = Draw(seed: life.seed)
            for round in 1...life.times {
                Self.change(portal, round)
                let beside = try sandbox.start(["sync", "--full"])
                // The moment itself is what is tried out here, not something waited for.
                try await Task.sleep(for: .milliseconds(random.next(1_500)))
                switch life.disturbance {
                case .kill:
                    beside.send(SIGKILL)
                    host.program.send(SIGKILL)
                    _ = await host.program.finished()
                    _ = await beside.finished()
                    try database.letTimePass()
                    host = try await ServedProgram.start(sandbox)
                case .crash: try database.crash()
                case .cut: database.cut()
                }
                // What it could not finish is left to the next one.
                let done = await beside.finished()
                #expect(done.wasKilled || [0, 1].contains(done.status), "\(done.errors)")
                #expect(host.program.isRunning)
            }
            await eventually("all calls are made") { portal.openCalls == 0 }
            let last = try await sandbox.run("sync")
            #expect(last.status == 0, "\(last.errors)")
            await eventually("all is worked off and delivered") {
                let status = try? await sandbox.run("status", "--format", "ndjson")
                return status?.output.contains(#""eventsPending":0"#) ?? false
            }
            host.program.send(SIGTERM)
            let ended = await host.program.finished()
            #expect(ended.status == 0, "\(ended.errors)")
            let again = try await sandbox.run("sync")
            #expect(again.status == 0, "\(again.errors)")
            let found = try await Outcome(sandbox, home.platform)

            let platform = LMSPlatform()
            let wanted = try await served(by: { try await platform.serve(ready: $0) }) { site in
                try home.configure("data: undisturbed", "store: sqlite", platform: site.url)
                let done = try await sandbox.run("sync")
                #expect(done.status == 0, "\(done.errors)")
                return try await Outcome(sandbox, platform)
            }
            #expect(wanted.courses.count > 30 && wanted.attempts.count > 30)
            #expect(found.courses == wanted.courses)
            #expect(found.attempts == wanted.attempts)
            #expect(found.delivered == wanted.delivered)
            #expect(home.platform.integrations.count == 2)
        }
    }

    /// Has learners complete something, and the catalog change.
    private static func change(_ portal: Go1Portal, _ round: Int) {
        let items = portal.libraryIDs
        let accounts = portal.accounts
        for number in 0..<10 {
            let place = 10 * round + number
            let enrolment = portal.enrol(
                accounts[place % accounts.count].id, in: items[place / accounts.count % items.count])
            if number % 3 != 0 { portal.complete(enrolment.id) }
        }
        portal.update(items[round % items.count]) { $0.title = .text("Title \(round)") }
        portal.add()
    }

    /// Always the same numbers: an LCG (Numerical Recipes' constants).
    private struct Draw {
        var seed: UInt32

        mutating func next(_ bound: UInt32) -> Int {
            seed = seed &* 1_664_525 &+ 1_013_904_223
            return Int((seed >> 8) % bound)
        }
    }

    /// What a host came to, in words that two stores and two platforms share.
    private struct Outcome: Sendable {
        let courses: [[String: JSONValue]]
        let attempts: [String]
        let delivered: [String]

        init(_ sandbox: Sandbox, _ platform: LMSPlatform) async throws {
            courses = try await sandbox.contents(of: DeliverySandbox.group)
            attempts = try await sandbox.attempts()
            delivered = platform.integrations.dropFirst().flatMap { platform.courses(of: $0.id) }.map {
                course in
                let attempts = (1...12).flatMap {
                    platform.attempts(course: course.id, mail: User.learner($0).mail)
                }
                .map { "\($0.firstActivityAt) \($0.lastActivityAt) \($0.progress) \($0.result ?? "-")" }
                return "\(course.externalID) \(course.name) \(course.isArchived) \(attempts.sorted())"
            }
            .sorted()
        }
    }

    /// The database of a host, and the way to it.
    private struct Database {
        private let url: String
        private let cluster: PostgresCluster?
        private let proxy: CuttingProxy?

        init(for disturbance: Disturbance) throws {
            cluster = disturbance == .crash ? try PostgresCluster() : nil
            url = try cluster?.url ?? PostgresServer.storeDatabase()
            proxy = disturbance == .cut ? try CuttingProxy(to: url) : nil
        }

        var way: String { proxy?.url ?? url }

        func crash() throws { try cluster?.crash() }

        func cut() { proxy?.cutAll() }

        /// Has everybody who is dead been so for long.
        func letTimePass() throws {
            try PostgresConnection(try PostgresSettings(url: url)).run(
                "UPDATE host SET beat = beat - interval '1 hour'")
        }

        func remove() {
            proxy?.close()
            cluster?.remove()
            if cluster == nil { PostgresServer.drop(url) }
        }
    }
}
