import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

/// A push that is killed again and again ends as an undisturbed one.
@Suite struct InterruptedPushTests {
    private static let items = Surroundings.runsSlowTests ? 10_000 : 300
    private static let kills = Surroundings.runsSlowTests ? 10 : 4

    private struct OutcomeRecord: Decodable {
        let line: Int
        let reference: String
        let outcome: String
        let reason: String?
    }

    @Test(
        "however often it is killed, each item exists exactly once and is right; the second push writes nothing"
    )
    func killed() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            var file = "external_reference,title,description,launch_url,image,language,duration\n"
            for number in 1...Self.items {
                file += "ref-\(number),Title \(number),<p>\(number)</p>,https://lms.example.com/\(number),"
                file += "https://lms.example.com/\(number).png,en,\(number % 90 + 1)\n"
            }
            try sandbox.write(file, to: "content.csv")
            let push = ["push", "content", "content.csv", "--group", Sandbox.sales, "--format", "ndjson"]
            // At random, once before anything is there.
            let moments = [0] + (1..<Self.kills).map { _ in Int.random(in: 1..<Self.items) }.sorted()
            for enough in moments {
                let running = try sandbox.start(push)
                await eventually("so many items are there") {
                    sandbox.portal.ownItemCount >= enough || !running.isRunning
                }
                running.send(SIGKILL)
                _ = await running.finished()
            }
            let last = try await sandbox.start(push).finished()
            #expect(last.status == 0, "\(last.errors)")

            let own = sandbox.portal.ownItems
            #expect(own.count == Self.items, "killed at \(moments)")
            #expect(Set(own.map(\.traits.externalID)).count == Self.items)
            for item in own {
                let number = Int(item.traits.externalID.dropFirst(4)) ?? 0
                #expect(item.title == .text("Title \(number)"))
                #expect(item.launch?.url == "https://lms.example.com/\(number)")
                #expect(item.duration == .number(String(number % 90 + 1)))
                #expect(item.language == "en")
                #expect(item.state == .draft)
            }

            sandbox.portal.clearRequests()
            let second = try await sandbox.start(push).finished()
            #expect(second.status == 0)
            let outcomes = try second.records(OutcomeRecord.self)
            #expect(outcomes.map(\.line) == Array(2...Self.items + 1))
            #expect(Set(outcomes.map(\.outcome)) == ["unchanged"])
            let writes = sandbox.portal.requests.filter { $0.method != "GET" && $0.path != "/oauth/token" }
            #expect(writes == [])
        }
    }
}
