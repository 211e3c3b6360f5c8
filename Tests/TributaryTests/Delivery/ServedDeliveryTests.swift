import ConnectorKit
import Foundation
import Go1Simulator
import ThreeSixtyLearningSimulator
import Testing
import TestSupport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Delivery by the daemon: whatever changes reaches the platform by itself.
@Suite struct ServedDeliveryTests {
    @Test("first sync, API, a command beside it, an edited file and a call of the portal: all of it arrives")
    func served() async throws {
        try await DeliverySandbox.with(items: 30, { $0.accounts = 3 }) { home in
            let sandbox = home.sandbox
            let port = try Loopback.freePort()
            let text = try sandbox.read("tributary.yaml").replacing(
                "{ listen: 127.0.0.1:0 }",
                with: "{ listen: \"127.0.0.1:\(port)\", public_url: \"http://127.0.0.1:\(port)\" }")
            try sandbox.write(text, to: "tributary.yaml")
            let token = try await sandbox.run("token", "create", "--role", "admin", "--name", "test").output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let served = try await ServedProgram.start(sandbox)
            let all = sandbox.portal.expectedIDs()
            await eventually("the first sync is delivered") { home.activeThere == all }

            var request = URLRequest(
                url: try #require(
                    URL(
                        string: "http://127.0.0.1:\(port)/api/v1/groups/\(DeliverySandbox.group)"
                            + "/providers/go1/filters")))
            request.httpMethod = "PUT"
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(#"{"languages":["en"],"contentTypes":[]}"#.utf8)
            let (_, answer) = try await URLSession.shared.data(for: request)
            #expect((answer as? HTTPURLResponse)?.statusCode == 200)
            let english = sandbox.portal.expectedIDs(languages: ["en"])
            await eventually("what the API changed is delivered") { home.activeThere == english }

            try home.write { $0.languages = [] }
            await eventually("an edited file is delivered") { home.activeThere == all }

            let course = try #require(try await sandbox.courses(of: DeliverySandbox.group).first)
            let beside = try await sandbox.run(
                "courses", "archive", "--group", DeliverySandbox.group, "--course", course.id)
            #expect(beside.status == 0, "\(beside.errors)")
            #expect(home.activeThere == all.filter { $0 != course.externalId })

            let account = try #require(sandbox.portal.accounts.first)
            sandbox.portal.updateAccount(account.id) { $0?.email = .text(User.learner(1).mail) }
            let item = try #require(sandbox.portal.libraryIDs.first { String($0) != course.externalId })
            await eventually("the webhook is registered") { sandbox.portal.webhooks.count == 1 }
            sandbox.portal.complete(sandbox.portal.enrol(account.id, in: item).id)
            await eventually("what the portal called about is delivered") {
                home.delivered.contains {
                    $0.externalID == String(item)
                        && home.platform.attempts(course: $0.id, mail: User.learner(1).mail)
                            .contains { $0.progress == 100 }
                }
            }
            await eventually("it is told") {
                served.program.errorsSoFar.contains(
                    "tributary: delivery to 360learning: 1 statistic taken\n")
            }
            served.program.send(SIGTERM)
            let ended = await served.program.finished()
            #expect(ended.status == 0)
            #expect(home.platform.writePeak <= 10)
            #expect(home.platform.operationPeak <= 3)
        }
    }

    @Test(
        "what an outage of the platform left is delivered after it, without anybody's doing",
        .enabled(if: Surroundings.runsSlowTests, "slow: set TRIBUTARY_SLOW_TESTS to run it"))
    func outage() async throws {
        try await DeliverySandbox.with(items: 10) { home in
            try home.strike("503=1")
            let served = try await ServedProgram.start(home.sandbox)
            defer { served.program.send(SIGKILL) }
            await eventually("it is told") {
                served.program.errorsSoFar.contains("still to be sent; the next delivery goes on\n")
            }
            try home.strike()
            let all = home.sandbox.portal.expectedIDs()
            await eventually("it is delivered") { home.activeThere == all }
        }
    }

    @Test("a host that is killed while it delivers is taken up by the next, and nothing is there twice")
    func killed() async throws {
        try await DeliverySandbox.with(items: 60) { home in
            let sandbox = home.sandbox
            try sandbox.write(
                sandbox.read("providers/sales.yaml").replacing(
                    "    filters:", with: "    tags: true\n    filters:"),
                to: "providers/sales.yaml")
            for writes in [2, 5, 9, 14] {
                let program = try sandbox.start(["serve"])
                await eventually("some was sent") {
                    home.platform.requests.count { $0.method != "GET" } >= writes
                }
                program.send(SIGKILL)
                #expect(await program.finished().wasKilled)
            }
            let done = try await sandbox.run("sync", "catalog")
            #expect(done.status == 0, "\(done.errors)")
            let all = sandbox.portal.expectedIDs()
            #expect(home.delivered.map(\.externalID) == all)
            #expect(home.platform.integrations.count == 2)
            #expect(Set(home.platform.tags.map(\.name)).count == home.platform.tags.count)
            home.platform.clearRequests()
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            #expect(home.platform.requests == [])
        }
    }
}
