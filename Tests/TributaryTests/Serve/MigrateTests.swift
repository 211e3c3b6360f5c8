import ConnectorKit
import Foundation
import Postgres
import PostgresTesting
import TestSupport
import Testing

/// `tributary migrate`.
@Suite(.storesAreFiles) struct MigrateTests {
    /// A sandbox with a store in a file, and an empty database.
    private static func with(
        _ body: @escaping @Sendable (Sandbox, _ database: String) async throws -> Void
    ) async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try useFile(sandbox)
            try await sandbox.sync()
            let url = try PostgresServer.database()
            defer { PostgresServer.drop(url) }
            try await body(sandbox, url)
        }
    }

    private static func useFile(_ sandbox: Sandbox) throws {
        try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
    }

    private static func use(_ url: String, _ sandbox: Sandbox) throws {
        try sandbox.write(
            "http: { listen: 127.0.0.1:0 }\nstore:\n  postgres: \"\(url)\"\n", to: "tributary.yaml")
    }

    @Test("The store moves to a database and back, and says what tributary.yaml has to say")
    func moves() async throws {
        try await Self.with { sandbox, url in
            let contents = try await sandbox.contents(without: [])
            #expect(contents.count > 30)
            let place = try PostgresSettings(url: url).place
            let written = url.replacing("postgres@", with: "postgres:${GO1_SECRET}@")
            let moved = try await sandbox.run("migrate", "--to", written)
            #expect(moved.status == 0, "\(moved.errors)")
            let lines = moved.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first?.hasPrefix("Moved the store to \(place): ") == true)
            #expect(
                lines.dropFirst(1).joined(separator: "\n").hasSuffix(
                    """
                    Now let tributary.yaml name it, and start the daemon again:

                    store:
                      postgres: "\(written)"

                    """))
            #expect(moved.errors.contains("\nitem: "), "\(moved.errors)")
            #expect(moved.errors.contains(": 1 row\n") && !moved.errors.contains(": 1 rows"))
            #expect(moved.errors.hasSuffix("making the search index …\ncomparing …\n"), "\(moved.errors)")

            let old = try await sandbox.run("status")
            #expect(old.status == 2)
            let file = sandbox.folder.appending(path: "data/tributary.sqlite").path
            #expect(
                old.errors
                    == "tributary: \(file): `tributary migrate` moved this store to \(place); let tributary.yaml name that one, or bring it back from there\n"
            )
            let again = try await sandbox.run("migrate", "--to", url)
            #expect((again.status, again.errors) == (2, old.errors))

            try Self.use(url, sandbox)
            #expect(try await sandbox.contents(without: []) == contents)
            try await sandbox.sync()
            #expect(try await sandbox.runs().allSatisfy { $0.outcome == "done" })

            let served = try await ServedProgram.start(sandbox)
            let refused = try await sandbox.run("migrate", "--to", "sqlite")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("another `tributary serve` works with this store"))
            served.program.send(SIGTERM)
            #expect(await served.program.finished().status == 0)

            let back = try await sandbox.run("migrate", "--to", "sqlite")
            #expect(back.status == 0, "\(back.errors)")
            #expect(
                back.output.hasSuffix(
                    "\nNow take `store:` out of tributary.yaml:3:13, and start the daemon again.\n"),
                "\(back.output)")
            #expect(try await sandbox.run("status").status == 2)
            try Self.useFile(sandbox)
            #expect(try await sandbox.contents(without: []) == contents)
        }
    }

    @Test("The store moves from one database to another")
    func movesBetweenDatabases() async throws {
        try await Self.with { sandbox, first in
            let second = try PostgresServer.database()
            defer { PostgresServer.drop(second) }
            let contents = try await sandbox.contents(without: [])
            for url in [first, second] {
                let moved = try await sandbox.run("migrate", "--to", url)
                #expect(moved.status == 0, "\(moved.errors)")
                try Self.use(url, sandbox)
                #expect(try await sandbox.contents(without: []) == contents)
            }
            try Self.use(first, sandbox)
            let old = try await sandbox.run("status")
            #expect(old.status == 2)
            let place = try PostgresSettings(url: second).place
            #expect(old.errors.contains("`tributary migrate` moved this store to \(place);"), "\(old.errors)")
            try Self.use(second, sandbox)
            try await sandbox.sync()
            #expect(try await sandbox.runs().allSatisfy { $0.outcome == "done" })
        }
    }

    @Test("What cannot be a place is said, and nothing is moved")
    func messages() async throws {
        try await Self.with { sandbox, _ in
            for (place, status, message) in Self.refused {
                let done = try await sandbox.run("migrate", "--to", place)
                #expect(done.status == status)
                #expect(done.errors.hasPrefix("tributary: --to\(message)"), "\(done.errors)")
                #expect(!done.errors.contains("hidden"))
            }
            let other = try await sandbox.run("migrate", "--to", "other")
            #expect(other.status == 2)
            #expect(
                other.errors
                    == "tributary: the store is a file already; to have it elsewhere, end the daemon and move the directory that `data` names\n"
            )
            let status = try await sandbox.run("status")
            #expect(status.status == 0)
        }
    }

    private static let refused: [(place: String, status: Int32, message: String)] = [
        (
            "mysql://user:hidden@host/x", 2,
            " is \"mysql://user:${PGPASSWORD}@host/x\"; postgres://USER@HOST/DATABASE, a directory, or sqlite was expected\n"
        ),
        ("postgres://u:${NOT_SET_ANYWHERE}@h/x", 2, ": environment variable NOT_SET_ANYWHERE is not set"),
        (
            "postgres://u:hidden@127.0.0.1:1/x", 1,
            ": postgres://127.0.0.1:1/x: connection to server at \"127.0.0.1\", port 1 failed: "
        ),
    ]

    @Test(
        "Killed at any moment, nothing is in the new place and the old store works, or it was moved",
        arguments: 1...(Surroundings.runsSlowTests ? 50 : 5))
    func killed(number: Int) async throws {
        try await Self.with { sandbox, url in
            let contents = try await sandbox.contents(without: [])
            let isBack = number.isMultiple(of: 2)
            if isBack {
                #expect(try await sandbox.run("migrate", "--to", url).status == 0)
                try Self.use(url, sandbox)
            }
            let running = try sandbox.start(["migrate", "--to", isBack ? "back" : url])
            // The moment itself is what is tried out here, not something waited for.
            var random = SeededRandom(seed: 11, number)
            try await Task.sleep(for: .milliseconds(random.below(1_500)))
            running.send(SIGKILL)
            _ = await running.finished()

            func useNew() throws {
                guard isBack else { return try Self.use(url, sandbox) }
                try sandbox.write("data: back\nhttp: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            }
            if try await sandbox.run("status").status != 0 {
                // It may have been in its last step, which another run makes up for.
                let rest = try await sandbox.run("migrate", "--to", isBack ? "back" : url)
                #expect(rest.status == 0 || rest.errors.contains("moved this store"), "\(rest.errors)")
                try useNew()
            } else {
                if isBack {
                    #expect(!sandbox.exists("back/tributary.sqlite"))
                } else {
                    let server = try PostgresConnection(try PostgresSettings(url: url))
                    #expect(try server.run("SELECT to_regclass('meta')") == nil)
                }
                #expect(try await sandbox.contents(without: []) == contents)
                let again = try await sandbox.run("migrate", "--to", isBack ? "back" : url)
                #expect(again.status == 0, "\(again.errors)")
                try useNew()
            }
            #expect(try await sandbox.contents(without: []) == contents)
        }
    }
}
