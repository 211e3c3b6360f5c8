import Foundation
import Go1Simulator
import PostgresTesting
import StoreTesting
import Testing
import TestSupport

/// What an administrator reads when the store cannot be used: whole messages.
@Suite(.storesAreFiles) struct StoreMessagesTests {
    /// Every command that opens the store ends alike.
    private static func expect(
        _ message: String, status: Int32 = 1, _ sandbox: Sandbox,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for command in [["status"], ["sync", "catalog"], ["filters", "set", "--group", Sandbox.sales]] {
            let before = try sandbox.read("providers/sales.yaml")
            let done = try await sandbox.start(command).finished()
            #expect(
                done
                    == FinishedProgram(
                        status: status, wasKilled: false, output: "", errors: "tributary: \(message)\n"),
                sourceLocation: sourceLocation)
            #expect(try sandbox.read("providers/sales.yaml") == before, sourceLocation: sourceLocation)
        }
        #expect(sandbox.portal.requests == [], sourceLocation: sourceLocation)
    }

    /// A sandbox whose store holds a catalog.
    private static func filled(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
        try await Sandbox.with(items: 20) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            sandbox.portal.clearRequests()
            try await body(sandbox)
        }
    }

    @Test("a data directory whose parent is not there is not made up")
    func missingParent() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            try sandbox.write("data: no/such/place\n", to: "tributary.yaml")
            let folder = sandbox.folder.path
            try await Self.expect(
                """
                \(folder)/no/such/place: the directory \(folder)/no/such does not exist; \
                create it, or correct `data` in tributary.yaml
                """, sandbox)
            #expect(!sandbox.exists("no"))
        }
    }

    @Test("a data directory that is a file")
    func file() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            try sandbox.write("not a directory\n", to: "data")
            try await Self.expect(
                "\(sandbox.folder.path)/data: is a file; `data` has to name a directory", sandbox)
            #expect(try sandbox.read("data") == "not a directory\n")
        }
    }

    @Test("a store of the other environment is a wrong configuration")
    func environment() async throws {
        try await Self.filled { sandbox in
            try sandbox.write("environment: test\n", to: "tributary.yaml")
            try await Self.expect(
                """
                \(sandbox.store.path): this store is of the production environment and the configuration says test; \
                give each environment a `data` directory of its own
                """, status: 2, sandbox)
        }
    }

    @Test("a store that a newer version wrote is left alone")
    func newer() async throws {
        try await Self.filled { sandbox in
            try StoreFile(sandbox.store).run("INSERT INTO grdb_migrations VALUES ('999 of next year')")
            try await Self.expect(
                """
                \(sandbox.store.path): written by a newer version of Tributary; run that version, \
                or restore a backup made with this one
                """, sandbox)
        }
    }

    @Test("a store that is damaged is left as it is")
    func damaged() async throws {
        try await Self.filled { sandbox in
            let garbage = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 31) })
            try garbage.write(to: sandbox.store)
            for more in ["-wal", "-shm"] where sandbox.exists("data/tributary.sqlite\(more)") {
                try sandbox.remove("data/tributary.sqlite\(more)")
            }
            try await Self.expect(
                """
                \(sandbox.store.path): not a Tributary store, or damaged; restore a backup or move the file away
                """, sandbox)
            #expect(try Data(contentsOf: sandbox.store) == garbage)
        }
    }

    /// Fills a page of a table of the store with zeros.
    private static func damagePage(of table: String, _ sandbox: Sandbox) throws {
        let file = try StoreFile(sandbox.store)
        let page = try #require(
            try file.number("SELECT min(pageno) FROM dbstat WHERE name = '\(table)' AND pagetype = 'leaf'"))
        var bytes = try Data(contentsOf: sandbox.store)
        bytes.replaceSubrange((page - 1) * 4_096..<page * 4_096, with: Data(count: 4_096))
        try bytes.write(to: sandbox.store)
    }

    @Test(
        "of a store with a damaged page, backup and export save what can be read, say what is lost and exit 1"
    )
    func damagedPage() async throws {
        try await Sandbox.with(items: 300) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            try Self.damagePage(of: "item_text", sandbox)

            let copy = sandbox.folder.appending(path: "copy.sqlite").path
            let backup = try await sandbox.run("backup", copy)
            let lost =
                /tributary: (.+): damaged; (.+) has what could be read \(not saved: item_text: the rows \d+ to \d+\)\. Restore it or an earlier backup, and sync\n/
            let said = try #require(backup.errors.wholeMatch(of: lost), "\(backup.errors)")
            #expect(said.1 == sandbox.store.path)
            #expect(said.2 == copy)
            #expect(backup.status == 1)
            #expect(backup.output == "")

            let export = try await sandbox.run("export", "--group", "Sales Academy", "--out", "sales.ndjson")
            let missing = try #require(export.errors.wholeMatch(of: lost), "\(export.errors)")
            #expect(missing.2 == "sales.ndjson")
            #expect(export.status == 1)
            let saved = try sandbox.read("sales.ndjson").split(separator: "\n")
            #expect(saved.count == sandbox.portal.expectedIDs().count)

            let restored = try await sandbox.run("restore", copy)
            #expect(restored.status == 0, "\(restored)")
            try await sandbox.sync()
            let courses = try await sandbox.run("courses", "--group", "Sales Academy", "--format", "ndjson")
            let records = try courses.output.split(separator: "\n").map {
                try JSONDecoder().decode(CourseRecord.self, from: Data($0.utf8))
            }
            #expect(records.map(\.externalId) == sandbox.portal.expectedIDs())
            #expect(records.allSatisfy { $0.name != $0.externalId })
        }
    }

    @Test("a store that may not be written", .enabled(if: Mounts.arePossible, Mounts.comment))
    func readOnly() async throws {
        try await Self.filled { sandbox in
            for command in [["status"], ["sync", "catalog"]] {
                let done = try await Mounts.run(
                    "mount --bind data data && mount -o remount,ro,bind data && exec \"$@\"", command, sandbox
                )
                #expect(
                    done
                        == FinishedProgram(
                            status: 1, wasKilled: false, output: "",
                            errors: """
                                tributary: \(sandbox.store.path): the store cannot be written; \
                                check the owner and the rights of the file and its directory

                                """))
            }
        }
    }

    @Test(
        "a full disk ends the sync and loses nothing: with space, the next one completes",
        .enabled(if: Mounts.arePossible, Mounts.comment))
    func fullDisk() async throws {
        try await Sandbox.with(items: 420) { sandbox in
            try sandbox.write(Sandbox.Group())
            try FileManager.default.createDirectory(
                at: sandbox.folder.appending(path: "data"), withIntermediateDirectories: false)
            let done = try await Mounts.run(
                """
                mount -t tmpfs -o size=800k tmpfs data
                "$@" sync catalog >/dev/null
                echo "ended with $?"
                mount -o remount,size=64m data
                "$@" sync catalog --format ndjson
                "$@" runs --format ndjson >&2
                "$@" courses --group 'Sales Academy' --format ndjson
                """, [], sandbox)
            let lines = done.errors.split(separator: "\n").map(String.init)
            #expect(
                lines.first == """
                    tributary: go1 for Sales Academy: \(sandbox.store.path): the disk is full; nothing of the last \
                    step was kept. Free some space and run again
                    """)
            let output = done.output.split(separator: "\n")
            #expect(output.first == "ended with 1")
            let runs = try lines.dropFirst().map {
                try JSONDecoder().decode(RunRecord.self, from: Data($0.utf8))
            }
            // Whether the disk still had room for the end of the failed run's record is chance.
            #expect(runs.first?.outcome == "done")
            #expect(runs.dropFirst().allSatisfy { $0.outcome == "failed" || $0.outcome == "interrupted" })
            let courses = try output.dropFirst(2).map {
                try JSONDecoder().decode(CourseRecord.self, from: Data($0.utf8))
            }
            #expect(courses.map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }
}

/// File systems of a test's own, which the kernel may let any user mount in a namespace.
private enum Mounts {
    static let comment: Comment = "needs unshare, and a kernel that grants user namespaces"

    static let arePossible: Bool = {
        guard let unshare = installedProgram("unshare") else { return false }
        let probe = Process()
        probe.executableURL = unshare
        probe.arguments =
            ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs"] + [
                NSTemporaryDirectory()
            ]
        probe.standardOutput = FileHandle.nullDevice
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    /// Runs a script with the program and its arguments as `$@`.
    static func run(_ script: String, _ arguments: [String], _ sandbox: Sandbox) async throws
        -> FinishedProgram
    {
        let unshare = try #require(installedProgram("unshare"))
        let binary = try #require(Surroundings.binary)
        let shell = ["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", binary.path]
        return try await sandbox.start(unshare, shell + arguments).finished()
    }
}
