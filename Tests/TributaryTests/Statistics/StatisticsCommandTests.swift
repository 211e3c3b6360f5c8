import ConnectorKit
import Foundation
import Go1Simulator
import Model
import Testing
import TestSupport

/// Statistics from the simulated portal to what a person and a machine are shown.
@Suite struct StatisticsCommandTests {
    static let keys = [
        "id", "group", "provider", "externalCourseId", "user", "firstActivity", "lastActivity", "completedAt",
        "progress", "result", "score", "timeSpentInMilliseconds",
    ]

    private static func with(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
        try await Sandbox.with(items: 120, { $0.enrolments = 400 }) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            try await body(sandbox)
        }
    }

    @Test("attempts has the promised keys in every format, and a row for each group of a course")
    func records() async throws {
        try await Self.with { sandbox in
            let all = try await sandbox.run("sync")
            #expect(all.status == 0, "\(all.errors)")
            let lines = try await sandbox.run("attempts", "--format", "ndjson")
            let records = try lines.records([String: JSONValue].self)
            #expect(!records.isEmpty)
            for line in lines.output.split(separator: "\n") { #expect(topLevelKeys(of: line) == Self.keys) }
            let json = try await sandbox.run("attempts", "--format", "json")
            #expect(json.list == records)
            let csv = try await sandbox.run("attempts", "--format", "csv")
            #expect(cells(ofCSV: csv.output).first == Self.keys)
            #expect(cells(ofCSV: csv.output).count == records.count + 1)
            // Both groups take everything: each attempt is there twice, and equal but for id and group.
            let groups = [Sandbox.sales, Sandbox.engineering].map { group in
                Set(
                    records.filter { $0["group"]?.plain == group }.map { record in
                        JSONValue.object(sorting: record.filter { $0.key != "id" && $0.key != "group" }).json
                    })
            }
            #expect(groups[0] == groups[1])
            let user = try #require(records.first?["user"]?.plain)
            let own = try await sandbox.run("attempts", "--user", user.uppercased(), "--format", "ndjson")
                .records([String: JSONValue].self)
            #expect(own == records.filter { $0["user"]?.plain == user })
        }
    }

    @Test("a second sync of statistics changes nothing, and a full one neither")
    func again() async throws {
        try await Self.with { sandbox in
            try await sandbox.run("sync")
            let before = try await sandbox.run("attempts", "--format", "ndjson").output
            for arguments in [["sync", "stats"], ["sync", "stats", "--full"]] {
                let done = try await sandbox.start(arguments + ["--format", "ndjson"]).finished()
                let record = try #require(try done.records([String: JSONValue].self).first)
                #expect(record["kind"]?.plain == "stats")
                #expect(record["created"]?.plain == "0")
                #expect(record["updated"]?.plain == "0")
            }
            #expect(try await sandbox.run("attempts", "--format", "ndjson").output == before)
        }
    }

    @Test("a process that is killed while it reads statistics loses nothing", arguments: [3, 5, 8, 10])
    func killed(requests: Int) async throws {
        try await Self.with { sandbox in
            try await sandbox.sync()
            sandbox.portal.clearRequests()
            let running = try sandbox.start(["sync", "stats"])
            await eventually("so many requests are answered") {
                sandbox.portal.requests.count >= requests || !running.isRunning
            }
            running.send(SIGKILL)
            let killed = await running.finished()
            #expect(killed.wasKilled || killed.status == 0)
            let next = try await sandbox.run("sync", "stats", "--full")
            #expect(next.status == 0, "\(next.errors)")
            let found = try await sandbox.attempts()
            try sandbox.removeStore()
            try await sandbox.run("sync")
            #expect(try await sandbox.attempts() == found)
        }
    }

    @Test("an export is one document of a group, whole or not at all")
    func export() async throws {
        try await Self.with { sandbox in
            try await sandbox.run("sync")
            let done = try await sandbox.run("export", "--group", "Engineering", "--out", "out.json")
            let file = sandbox.folder.appending(path: "out.json")
            let document = try #require(try JSONValue(Array(Data(contentsOf: file))).members)
            #expect(Set(document.keys) == ["group", "name", "courses", "attempts"])
            let attempts = try await sandbox.run(
                "attempts", "--group", "Engineering", "--format", "ndjson"
            ).records([String: JSONValue].self)
            let courses = try await sandbox.run(
                "courses", "--group", "Engineering", "--archived", "any", "--format", "ndjson"
            ).records([String: JSONValue].self)
            #expect(document["attempts"] == .list(attempts.map { .object(sorting: $0) }))
            #expect(document["courses"] == .list(courses.map { .object(sorting: $0) }))
            #expect(done.output == "out.json: \(courses.count) courses and \(attempts.count) attempts\n")
            let lines = try await sandbox.run("export", "--group", "Engineering", "--out", "out.ndjson")
            #expect(lines.status == 0)
            let kinds = try String(contentsOf: sandbox.folder.appending(path: "out.ndjson"), encoding: .utf8)
                .split(separator: "\n").map { topLevelKeys(of: $0).first == "record" }
            #expect(kinds == Array(repeating: true, count: courses.count + attempts.count))

            let wrong = try await sandbox.run("export", "--group", "Engineering", "--out", "out.csv")
            #expect(wrong.status == 2)
            #expect(
                wrong.errors
                    == "tributary: --out is \"out.csv\"; a name that ends in .json or .ndjson was expected\n")
            let nowhere = try await sandbox.run("export", "--group", "Engineering", "--out", "no/out.json")
            #expect(nowhere.status == 1)
            #expect(
                nowhere.errors == "tributary: no/out.json cannot be written: No such file or directory\n")
            #expect(
                try sandbox.entries().filter { $0.contains("out") }.sorted() == [
                    "out.json", "out.ndjson", "outputs",
                ])
        }
    }

    @Test("a course that is not there is told by its number, and a provider without statistics by its name")
    func wrong() async throws {
        try await Self.with { sandbox in
            let course = try await sandbox.run("attempts", "--course", "77")
            #expect(course.status == 2)
            #expect(course.errors == "tributary: there is no course \"77\"; `courses` lists the ids\n")
            let group = try await sandbox.run("attempts", "--group", "Engineering", "--course", "x")
            #expect(group.errors == "tributary: Engineering has no course \"x\"; `courses` lists the ids\n")
            let none = try await sandbox.run("attempts")
            #expect(none.output == "0 attempts\n")
            try sandbox.write(
                """
                group: 62be0535045424d93edaad7d
                providers:
                  oai-pmh:
                    settings: { url: "http://127.0.0.1:9/oai" }
                """, to: "providers/university.yaml")
            let named = try await sandbox.run("sync", "stats", "--provider", "oai-pmh")
            #expect(named.status == 2)
            #expect(named.errors == "tributary: oai-pmh does not offer stats; it offers catalog\n")
            let only = try await sandbox.run("sync", "stats", "--group", "62be0535045424d93edaad7d")
            #expect(only.status == 2)
            #expect(only.errors == "tributary: nothing to sync: oai-pmh offers no statistics\n")
            let left = try await sandbox.run("sync", "stats", "--format", "ndjson")
            #expect(left.status == 0, "\(left.errors)")
            #expect(try left.records([String: JSONValue].self).map { $0["provider"]?.plain } == ["go1"])
        }
    }
}
