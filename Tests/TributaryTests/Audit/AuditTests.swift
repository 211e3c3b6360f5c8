import ConnectorKit
import Foundation
import GRDB
import Testing
import TestSupport

/// What commands change is noted with who changed it (rule R7, the API's `/audit`).
@Suite struct AuditTests {
    @Test("a command that changes something leaves in the audit trail who, what, and how it was and is")
    func commands() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let group = ["--group", "Sales Academy"]
            let course = try #require(try await sandbox.courses().first?.id)
            let made = try await sandbox.run("token", "create", "--role", "viewer", "--name", "me")
            for arguments in [
                ["courses", "archive"] + group + ["--course", course],
                ["courses", "unarchive"] + group + ["--course", course],
                ["tags", "add"] + group + ["--course", course, "Hot"],
                ["tags", "remove"] + group + ["--course", course, "Hot"],
                ["tags", "list"] + group + ["--course", course],
                ["filters", "set"] + group + ["--language", "en"],
                ["filters", "preview"] + group + ["--language", "fr"], ["token", "revoke", "me"],
            ] {
                let done = try await sandbox.start(arguments).finished()
                #expect(done.status == 0, "\(done.errors)")
            }
            let refused = try await sandbox.start(
                ["tags", "remove"] + group + ["--course", course, "Hot"]
            ).finished()
            #expect(refused.status == 2)
            let store = try DatabaseQueue(
                path: sandbox.folder.appending(path: "data/tributary.sqlite").path)
            let rows = try store.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY id")
            }
            let what: [String] = rows.map { $0["what"] }
            #expect(
                what == [
                    "createToken", "archiveCourse", "unarchiveCourse", "addTags", "removeTag", "setFilters",
                    "revokeToken",
                ])
            let who: [String] = rows.map { $0["who"] }
            #expect(Set(who) == ["\(NSUserName()) (command line)"])
            let filters = try #require(rows.first { $0["what"] == "setFilters" })
            #expect(filters["before"] == #"{"languages":[],"contentTypes":[]}"#)
            #expect(filters["after"] == #"{"languages":["en"],"contentTypes":[]}"#)
            let finished: [Bool] = rows.map { $0["finished"] }
            #expect(finished.allSatisfy { $0 })
            let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(!token.isEmpty && !rows.description.contains(token))
        }
    }
}
