import ConnectorKit
import Foundation
import Model
import PostgresTesting
import Store
import Testing
import TestSupport

/// What commands change is noted with who changed it (rule R7, the API's `/audit`).
@Suite struct AuditTests {
    /// The audit trail of a store, the oldest first.
    private static func trail(in directory: URL) async throws -> [AuditEntry] {
        let store = try TestStores.open(directory, environment: "production")
        return try await store.audit(before: .max, limit: 100).reversed()
    }

    @Test("a command that changes something leaves in the audit trail who, what, and how it was and is")
    func commands() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let group = ["--group", "Sales Academy"]
            let course = try #require(try await sandbox.courses().first?.id)
            let made = try await sandbox.run("token", "create", "--role", "viewer", "--name", "me")
            try sandbox.write(
                """
                external_reference,title,description,launch_url,image
                a,T,D,https://lms.example.com/1,https://lms.example.com/1.png

                """, to: "content.csv")
            for arguments in [
                ["courses", "archive"] + group + ["--course", course],
                ["courses", "unarchive"] + group + ["--course", course],
                ["tags", "add"] + group + ["--course", course, "Hot one", "New"],
                ["tags", "remove"] + group + ["--course", course, "Hot one"],
                ["tags", "list"] + group + ["--course", course],
                ["filters", "set"] + group + ["--language", "en", "--language", "en"],
                ["filters", "preview"] + group + ["--language", "fr"], ["token", "revoke", "me"], ["replay"],
                ["sync", "catalog", "--provider", "go1", "--full"] + group, ["sync", "--dry-run"],
            ] {
                let done = try await sandbox.start(arguments).finished()
                #expect(done.status == 0, "\(done.errors)")
            }
            for options in [["--dry-run"], []] {
                _ = try await sandbox.start(["push", "content", "content.csv"] + group + options).finished()
            }
            let refused = try await sandbox.start(
                ["tags", "remove"] + group + ["--course", course, "Hot one"]
            ).finished()
            #expect(refused.status == 2)
            let unknown = try await sandbox.run("replay", "push-9")
            #expect(unknown.errors == "tributary: no event or push \"push-9\" is set aside\n")

            let trail = try await Self.trail(in: sandbox.folder.appending(path: "data"))
            let place = "/groups/\(Sandbox.sales)"
            let here = "\(place)/courses/\(course)"
            #expect(
                trail.map { "\($0.what) \($0.subject)" } == [
                    "syncAll /syncs", "createToken /tokens", "archiveCourse \(here)/archive",
                    "unarchiveCourse \(here)/archive", "addTags \(here)/tags",
                    "removeTag \(here)/tags/Hot%20one", "setFilters \(place)/providers/go1/filters",
                    "revokeToken /tokens/1", "replay /replay", "sync \(place)/providers/go1/sync",
                    "pushContent \(place)/providers/go1/push/content",
                ])
            #expect(Set(trail.map(\.who)) == ["\(NSUserName()) (command line)"])
            #expect(trail.filter { !$0.isFinished } == [])
            let entries = Dictionary(trail.map { ($0.what, $0) }) { first, _ in first }
            #expect(entries["setFilters"]?.before == #"{"languages":[],"contentTypes":[]}"#)
            #expect(entries["setFilters"]?.after == #"{"languages":["en"],"contentTypes":[]}"#)
            #expect(entries["addTags"]?.before == "[]")
            #expect(entries["addTags"]?.after == #"["Hot one","New"]"#)
            #expect(entries["removeTag"]?.after == #"["New"]"#)
            #expect(entries["replay"]?.after == #"{"items":[]}"#)
            #expect(
                entries["sync"]?.after == """
                    {"group":"\(Sandbox.sales)","provider":"go1","kinds":["catalog"],"full":true,\
                    "acceptShrink":false,"dryRun":false,"deliver":null}
                    """)
            let revoked = try #require(entries["revokeToken"])
            let states = try [revoked.before, revoked.after].map {
                JSONValue(json: try #require($0))?["state"]
            }
            #expect(states == [.text("active"), .text("revoked")])
            let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(!token.isEmpty && !"\(trail)".contains(token))
        }
    }

    @Test("a restored store says that it was restored, from what and by whom, and keeps its own trail")
    func restored() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.run("token", "create", "--role", "viewer", "--name", "before")
            try await sandbox.run("backup", "copy.sqlite")
            try await sandbox.run("token", "create", "--role", "viewer", "--name", "after")
            let failed = try await sandbox.run("restore", "missing.sqlite")
            #expect(failed.status == 1)
            let data = sandbox.folder.appending(path: "data")
            #expect(try await Self.trail(in: data).map(\.what) == ["createToken", "createToken"])
            let done = try await sandbox.run("restore", "copy.sqlite")
            #expect(done.status == 0, "\(done.errors)")
            let trail = try await Self.trail(in: data)
            #expect(trail.map(\.what) == ["createToken", "restore"])
            #expect(trail.last?.subject.hasSuffix("/copy.sqlite") == true)
            #expect(trail.last?.who == "\(NSUserName()) (command line)")
            #expect(trail.last?.isFinished == true)
        }
    }

    @Test("a promotion is in the audit trail of production, with the files that changed")
    func promoted() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write("environment: test\n", to: "tributary.yaml")
            try sandbox.write(Sandbox.Group(), .engineering)
            let production = sandbox.folder.appending(path: "production")
            try FileManager.default.createDirectory(
                at: production.appending(path: "providers"), withIntermediateDirectories: true)
            try sandbox.write("environment: production\n", to: "production/tributary.yaml")
            var former = Sandbox.Group()
            former.languages = ["fr"]
            try sandbox.write(former.text, to: "production/providers/sales.yaml")
            let asked = try await sandbox.run("promote", "production")
            #expect(asked.status == 1)
            #expect(!sandbox.exists("production/data"))
            let done = try await sandbox.run("promote", "production", "--yes")
            #expect(done.status == 0, "\(done.errors)")
            let trail = try await Self.trail(in: production.appending(path: "data"))
            #expect(trail.map(\.what) == ["promote"])
            #expect(trail.first?.subject.hasSuffix("/production/providers") == true)
            #expect(trail.first?.after == #"{"new":["engineering.yaml"],"changed":["sales.yaml"]}"#)
            #expect(trail.first?.isFinished == true)
        }
    }
}
