import Foundation
import Go1Simulator
import Testing
import TestSupport

/// The whole way: the portal calls `serve`, and what it says shows.
@Suite struct WebhookTests {
    @Test("What a learner completes shows within seconds; SIGTERM ends the host with status 0")
    func live() async throws {
        try await Sandbox.with(items: 20, { $0.accounts = 5 }) { sandbox in
            try sandbox.write(.init())
            _ = try sandbox.listen()
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            let served = try await ServedProgram.start(sandbox)
            await eventually("the webhook is registered") { sandbox.portal.webhooks.count == 1 }
            let item = try #require(sandbox.portal.libraryIDs.first)
            let account = try #require(sandbox.portal.accounts.first { $0.email != nil })
            let enrolment = sandbox.portal.enrol(account.id, in: item)
            sandbox.portal.complete(enrolment.id)
            await eventually("the calls are taken") { sandbox.portal.openCalls == 0 }
            await eventually("the attempt is complete") {
                (try? await sandbox.attempts())?.contains {
                    $0.contains("\"progress\":100,\"result\":\"success\"")
                } ?? false
            }
            sandbox.portal.announceRetirement(of: item, at: 1_900_000_000_000)
            await eventually("the retirement is listed, with what to use instead") {
                let listed = try? await sandbox.run("retiring", "--format", "ndjson")
                return listed?.output.contains("\"retiresAt\":\"2030-03-17T17:46:40Z\"") ?? false
                    && listed?.output.contains("\"alternatives\":[\"") ?? false
            }
            served.program.send(SIGTERM)
            let ended = await served.program.finished()
            #expect(ended.status == 0)
            #expect(ended.wasKilled == false)
            #expect(ended.errors.contains("/webhooks/go1/connection-1\n"), "\(ended.errors)")
        }
    }

    @Test(
        "A storm through a host that is killed twice comes to what the full run reads",
        arguments: Surroundings.runsSlowTests ? [60, 5_004] : [60])
    func storm(events: Int) async throws {
        try await Sandbox.with(
            items: 50,
            {
                $0.accounts = max(5, events / 20)
                $0.delivery.duplicates = 0.33
                $0.delivery.wronglySigned = 0.1
                $0.delivery.outOfOrder = true
                $0.delivery.attempts = 12
                $0.delivery.firstPause = .milliseconds(100)
            }
        ) { sandbox in
            let portal = sandbox.portal
            try sandbox.write(.init(), .engineering)
            _ = try sandbox.listen()
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            var served = try await ServedProgram.start(sandbox)
            await eventually("the webhook is registered") { portal.webhooks.count == 1 }
            let items = portal.libraryIDs
            let accounts = portal.accounts.filter { $0.email != nil }.map(\.id)
            for part in 1...3 {
                for number in 0..<(events / 6) {
                    // Half of them were enrolled in the part before as well.
                    let place = part * events / 12 + number
                    let enrolment = portal.enrol(
                        accounts[place % accounts.count], in: items[place / accounts.count % items.count])
                    portal.complete(enrolment.id)
                }
                let made = portal.madeCalls.count
                guard part < 3 else { break }
                await eventually("some calls were made") { portal.madeCalls.count > made + events / 12 }
                #expect(portal.openCalls > 0)
                served.program.send(SIGKILL)
                _ = await served.program.finished()
                served = try await ServedProgram.start(sandbox)
            }
            await eventually("all calls are made") { portal.openCalls == 0 }
            checkShares(of: portal.madeCalls, events: events)
            await eventually("all is worked off") {
                (try? await sandbox.run("status", "--format", "ndjson"))?.output.contains(
                    "\"eventsPending\":0") ?? false
            }
            served.program.send(SIGTERM)
            #expect(await served.program.finished().status == 0)

            let seen = try await sandbox.attempts()
            #expect(seen.count >= events / 2)
            #expect(try await sandbox.run("sync", "stats", "--full").status == 0)
            #expect(try await sandbox.attempts() == seen)
            try sandbox.removeStore()
            #expect(try await sandbox.run("sync").status == 0)
            #expect(try await sandbox.attempts() == seen)
        }
    }

    /// Every event was taken in the end, about a third of them twice, and about a tenth came wrongly signed.
    private func checkShares(of calls: [Go1Portal.MadeCall], events: Int) {
        #expect(Set(calls.map(\.status)).isSubset(of: [204, 401, nil]))
        let taken = calls.filter { $0.status == 204 }
        let ids = Set(taken.map(\.eventID))
        #expect(ids.count == events)
        #expect((events / 5...events / 2).contains(taken.count - ids.count))
        #expect((events / 20...events / 5).contains(calls.count { $0.status == 401 }))
    }
}
