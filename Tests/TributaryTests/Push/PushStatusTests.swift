import ConnectorKit
import Foundation
import Go1Simulator
import Model
import Testing
import TestSupport

@Suite struct PushStatusTests {
    @Test("status tells what waits to be pushed and since when; runs tells the push that could not be made")
    func waiting() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            func keys() async throws -> [String] {
                let record = try #require(
                    try await sandbox.run("status", "--format", "ndjson").records([String: JSONValue].self)
                        .first)
                return ["pushPending", "pushOldest", "pushSetAside"].map { key in
                    key == "pushOldest" && record[key] != .null ? "a time" : record[key]?.plain ?? "no key"
                }
            }
            let nothing = try await keys()
            #expect(nothing == ["0", "", "0"])
            try sandbox.write(
                """
                external_reference,title,description,launch_url,image
                a,T,D,https://lms.example.com/1,https://lms.example.com/1.png

                """, to: "c.csv")
            let refused = try await sandbox.run(
                "push", "content", "c.csv", "--group", Sandbox.sales,
                environment: ["GO1_SECRET": "not the portal's"])
            #expect(refused.status == 1)
            let waiting = try await keys()
            #expect(waiting == ["1", "a time", "0"])
            let kinds = try await sandbox.run("runs", "--format", "ndjson").records([String: JSONValue].self)
            #expect(kinds.map { $0["kind"]?.plain } == ["push"])
            #expect(kinds.map { $0["outcome"]?.plain } == ["failed"])
            let told = try await sandbox.run("status")
            #expect(told.output.contains("Sales Academy: 1 push to go1 waits since "))
            // With the right secret it goes on where it was, and what was accepted twice is there once.
            let done = try await sandbox.run("push", "content", "c.csv", "--group", Sandbox.sales)
            #expect(done.output == "1 unchanged\n")
            let rest = try await keys()
            #expect(rest == ["0", "", "0"])
            #expect(sandbox.portal.ownItems.map(\.traits.externalID) == ["a"])
        }
    }
}
