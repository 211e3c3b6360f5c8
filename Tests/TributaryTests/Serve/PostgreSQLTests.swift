import ConnectorKit
import Foundation
import Go1Simulator
import Postgres
import PostgresTesting
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The program over a database of PostgreSQL.
@Suite struct PostgreSQLTests {
    /// A sandbox whose store is a new database. The portal's secret is the password too: nothing may show it.
    private static func with(
        items: Int = 60, _ body: @escaping @Sendable (Sandbox, _ database: String) async throws -> Void
    ) async throws {
        try await Sandbox.with(items: items) { sandbox in
            let url = try PostgresServer.storeDatabase()
            defer { PostgresServer.drop(url) }
            var group = Sandbox.Group()
            group.settings["page_size"] = "20"
            try sandbox.write(group)
            try use(url, sandbox)
            try await body(sandbox, url)
        }
    }

    /// Names a database in the host's file.
    private static func use(_ url: String, _ sandbox: Sandbox, data: String = "data") throws {
        let written = url.replacing("postgres@", with: "postgres:${GO1_SECRET}@")
        try sandbox.write(
            "data: \(data)\nhttp: { listen: 127.0.0.1:0 }\nstore:\n  postgres: \"\(written)\"\n",
            to: "tributary.yaml")
    }

    private static func place(_ url: String) throws -> String {
        "tributary.yaml:4:13: \(try PostgresSettings(url: url).place)"
    }

    @Test("Everything is in the database as it is in a file, and goes from one to the other by a backup")
    func same() async throws {
        try await Self.with { sandbox, url in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\ndata: file\n", to: "tributary.yaml")
            try await sandbox.sync()
            let content = try await sandbox.contents()
            #expect(content.count > 30)

            try Self.use(url, sandbox)
            let rehearsed = try await sandbox.run("sync", "catalog", "--dry-run")
            #expect(rehearsed.status == 0, "\(rehearsed.errors)")
            #expect(try await sandbox.courses().isEmpty)
            try await sandbox.sync()
            #expect(try await sandbox.contents() == content)
            let wanted = try await sandbox.contents(without: [])
            #expect(!sandbox.exists("data/tributary.sqlite"))
            let found = try await sandbox.run("courses", "--group", Sandbox.sales, "--search", "course")
            #expect(found.status == 0, "\(found.errors)")
            let export = try await sandbox.run("export", "--group", Sandbox.sales, "--out", "one.json")
            #expect(export.status == 0, "\(export.errors)")
            #expect(try await sandbox.run("backup", "copy.sqlite").status == 0)

            // Into a file, where the next sync finds nothing to do; and from there into another database.
            try sandbox.write("data: other\n", to: "tributary.yaml")
            let restored = try await sandbox.run("restore", "copy.sqlite")
            #expect(restored.status == 0, "\(restored.errors)")
            #expect(try await sandbox.contents(without: []) == wanted)
            #expect(
                try await sandbox.run("courses", "--group", Sandbox.sales, "--search", "course") == found)
            let second = try PostgresServer.database()
            defer { PostgresServer.drop(second) }
            try Self.use(second, sandbox, data: "third")
            let again = try await sandbox.run("restore", "copy.sqlite")
            #expect(again.status == 0, "\(again.errors)")
            #expect(try await sandbox.contents(without: []) == wanted)
            #expect(
                try await sandbox.run("courses", "--group", Sandbox.sales, "--search", "course") == found)
            try await sandbox.sync()
            let former = try sandbox.read("one.json")
            _ = try await sandbox.run("export", "--group", Sandbox.sales, "--out", "two.json")
            #expect(try sandbox.read("two.json") == former)
        }
    }

    @Test("What cannot be used is said with its place in the file, and without the password")
    func messages() async throws {
        try await Self.with(items: 1) { sandbox, url in
            func said() async throws -> String {
                let done = try await sandbox.run("status")
                #expect(done.status == 1)
                return done.errors
            }
            try Self.use("postgres://postgres@127.0.0.1:1/db", sandbox)
            #expect(
                try await said().hasPrefix(
                    "tributary: tributary.yaml:4:13: postgres://127.0.0.1:1/db: connection to server at \"127.0.0.1\", port 1 failed: Connection refused"
                ))
            let nowhere = try PostgresServer.url(of: "nowhere")
            try Self.use(nowhere, sandbox)
            let missing = try await said()
            #expect(missing.hasPrefix("tributary: \(try Self.place(nowhere)): "), "\(missing)")
            #expect(missing.hasSuffix("FATAL:  database \"nowhere\" does not exist\n"), "\(missing)")

            try Self.use(url + "&colour=red", sandbox)
            #expect(
                try await said()
                    == "tributary: tributary.yaml:4:13: the store's database is no PostgreSQL URL\n")

            let server = try PostgresConnection(try PostgresSettings(url: url))
            let user = "u_\(UUID().uuidString.prefix(8).lowercased())"
            try server.run("CREATE ROLE \(user) LOGIN")
            try sandbox.write(
                "data: data\nhttp: {}\nstore:\n  postgres: \"\(url.replacing("postgres@", with: "\(user)@"))\"\n",
                to: "tributary.yaml")
            #expect(
                try await said()
                    == "tributary: \(try Self.place(url)): permission denied for table meta; the user needs every right on the database and its schema, as its owner has them\n"
            )
            try server.run("DROP ROLE \(user)")

            try Self.use(url, sandbox)
            try await sandbox.sync()
            try server.run("UPDATE meta SET value = '2' WHERE key = 'schema'")
            #expect(
                try await said()
                    == "tributary: \(try Self.place(url)): written by a newer version of Tributary; run that version, or restore a backup made with this one\n"
            )
            try server.run("UPDATE meta SET value = '1' WHERE key = 'schema'")
            try sandbox.write("environment: test\n" + sandbox.read("tributary.yaml"), to: "tributary.yaml")
            let other = try await sandbox.run("status")
            #expect(
                other.errors.hasSuffix("give each environment a database of its own\n"), "\(other.errors)")
        }
    }

    @Test("A second `serve` is refused while the first works, and takes over from one that was killed")
    func served() async throws {
        try await Self.with(items: 5) { sandbox, url in
            let first = try await ServedProgram.start(sandbox)
            let second = try await sandbox.run("serve")
            #expect(second.status == 1)
            #expect(
                second.errors.hasSuffix(
                    "tributary: \(try Self.place(url)): another `tributary serve` works with this store; end it first, or give this one a database of its own\n"
                ), "\(second.errors)")
            first.program.send(SIGKILL)
            _ = await first.program.finished()
            let third = try await ServedProgram.start(sandbox)
            third.program.send(SIGTERM)
            #expect(await third.program.finished().status == 0)
            // It gave its right back.
            let fourth = try await ServedProgram.start(sandbox)
            fourth.program.send(SIGTERM)
            #expect(await fourth.program.finished().status == 0)
        }
    }

    @Test("While the database is away /readyz answers 503, and the host goes on by itself when it is back")
    func away() async throws {
        try await Self.with(items: 5) { sandbox, url in
            let served = try await ServedProgram.start(sandbox)
            let words = served.program.outputSoFar.split(separator: " ")
            let address = try #require(words.first { $0.hasPrefix("http://") }?.trimmingSuffix(";"))
            @Sendable func isReady() async -> Bool {
                guard let url = URL(string: "\(address)/readyz"),
                    let (_, answer) = try? await URLSession.shared.data(from: url)
                else { return false }
                return (answer as? HTTPURLResponse)?.statusCode == 200
            }
            await eventually("it is ready") { await isReady() }
            let name = try #require(try PostgresSettings(url: url)["dbname"])
            let server = try PostgresConnection(try PostgresSettings(url: try PostgresServer.url()))
            try server.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
            try server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
            await eventually("it is not ready") { await !isReady() }
            try server.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
            await eventually("it is ready again") { await isReady() }
            served.program.send(SIGTERM)
            #expect(await served.program.finished().status == 0)
        }
    }

    @Test("After a kill at any moment the next run completes", arguments: [1, 2, 3, 4])
    func killed(requests: Int) async throws {
        try await Self.with { sandbox, _ in
            let running = try sandbox.start(["sync", "catalog"])
            await eventually("so many requests are answered") {
                sandbox.portal.requests.count >= requests || !running.isRunning
            }
            running.send(SIGKILL)
            _ = await running.finished()
            try await sandbox.sync()
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
            #expect(try await sandbox.runs().allSatisfy { $0.outcome != nil })
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        String(hasSuffix(suffix) ? dropLast(suffix.count) : self)
    }
}
