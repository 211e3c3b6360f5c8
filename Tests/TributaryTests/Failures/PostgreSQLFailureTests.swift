import ConnectorKit
import Foundation
import Go1Simulator
import Postgres
import PostgresTesting
import TestSupport
import Testing

/// Servers that cannot be used, that are full, and that are lost for another.
@Suite struct PostgreSQLFailureTests {
    /// A sandbox whose host names a database; the portal's secret is the password too, so nothing may show it.
    private static func with(
        _ url: String, _ more: String = "", _ body: @escaping @Sendable (Sandbox) async throws -> Void
    ) async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try use(url, sandbox, more)
            try await body(sandbox)
        }
    }

    private static func use(_ url: String, _ sandbox: Sandbox, _ more: String = "") throws {
        try sandbox.write(
            "http: { listen: 127.0.0.1:0 }\nstore:\n  postgres: \"\(url)\"\n\(more)", to: "tributary.yaml")
    }

    /// The one line that a command which cannot use the store ends with.
    private static func said(_ sandbox: Sandbox) async throws -> String {
        let done = try await sandbox.run("status")
        #expect(done.status == 1)
        #expect(done.output == "")
        return done.errors
    }

    /// A server that is reached by TCP.
    private static func cluster(_ more: [String: String] = [:]) throws -> (PostgresCluster, port: Int) {
        let port = try Loopback.freePort()
        let settings = ["POSTGRES_LISTEN": "127.0.0.1", "POSTGRES_PORT": "\(port)"]
        return (try PostgresCluster(settings.merging(more) { $1 }), port)
    }

    @Test("A wrong password is said to be one, and not shown; the right one opens")
    func password() async throws {
        let (cluster, port) = try Self.cluster()
        defer { cluster.remove() }
        let server = try PostgresConnection(try PostgresSettings(url: cluster.url))
        try server.run(
            "CREATE ROLE tributary LOGIN PASSWORD '\(Sandbox.secret)'; ALTER DATABASE tributary OWNER TO tributary"
        )
        try cluster.allow("host all all 127.0.0.1/32 scram-sha-256")
        let place = "tributary.yaml:3:13: postgres://127.0.0.1:\(port)/tributary"
        try await Self.with("postgres://tributary:${GO1_SECRET}@127.0.0.1:\(port)/tributary") { sandbox in
            try await sandbox.sync()
            let wrong = try await sandbox.run("status", environment: ["GO1_SECRET": "wrong+Key/7=%Q&9"])
            #expect(wrong.status == 1)
            #expect(
                wrong.errors
                    == "tributary: \(place): connection to server at \"127.0.0.1\", port \(port) failed: FATAL:  password authentication failed for user \"tributary\"\n"
            )
            try Self.use("postgres://tributary@127.0.0.1:\(port)/tributary", sandbox)
            #expect(
                try await Self.said(sandbox)
                    == "tributary: \(place): connection to server at \"127.0.0.1\", port \(port) failed: fe_sendauth: no password supplied\n"
            )
        }
    }

    @Test("A server of a version before 15 is refused")
    func older() async throws {
        let server = try OlderServer(version: "14.9")
        defer { server.close() }
        let place = try PostgresSettings(url: server.url).place
        try await Self.with(server.url) { sandbox in
            let told = try await Self.said(sandbox)
            #expect(
                told
                    == "tributary: tributary.yaml:3:13: \(place): PostgreSQL 14 is too old; Tributary needs 15 or newer\n"
            )
        }
    }

    @Test(
        "With `sslmode: verify-full` the server's certificate has to be of the authority that is named, and for its name",
        .enabled(if: installedProgram("openssl") != nil, "openssl makes the certificates"))
    func protected() async throws {
        let folder = try URL.temporaryFolder("postgres-tls")
        defer { folder.remove() }
        let other = try URL.temporaryFolder("postgres-tls")
        defer { other.remove() }
        for place in [folder, other] { try await TLSSite.certificates(in: place) }
        let (cluster, port) = try Self.cluster()
        defer { cluster.remove() }
        try cluster.protect(
            certificate: folder.appending(path: "site.pem"), key: folder.appending(path: "site.key"))
        try cluster.allow("hostssl all all 127.0.0.1/32 trust")
        let verified = "  sslmode: verify-full\n  sslrootcert: ca.pem\n"
        let url = "postgres://postgres@localhost:\(port)/tributary"
        let failed = "connection to server at \"127.0.0.1\", port \(port) failed: "
        try await Self.with(url + "?hostaddr=127.0.0.1", verified) { sandbox in
            func trust(_ authority: URL) throws {
                try Data(contentsOf: authority.appending(path: "ca.pem")).write(
                    to: sandbox.folder.appending(path: "ca.pem"))
            }
            try trust(folder)
            try await sandbox.sync()

            try trust(other)
            #expect(
                try await Self.said(sandbox)
                    == "tributary: tributary.yaml:3:13: postgres://localhost:\(port)/tributary: \(failed)SSL error: certificate verify failed\n"
            )
            try trust(folder)
            try Self.use(
                "postgres://postgres@other.invalid:\(port)/tributary?hostaddr=127.0.0.1", sandbox, verified)
            let named = try await Self.said(sandbox)
            #expect(
                named.hasPrefix(
                    "tributary: tributary.yaml:3:13: postgres://other.invalid:\(port)/tributary: \(failed)server certificate for "
                ), "\(named)")
            #expect(named.hasSuffix("does not match host name \"other.invalid\"\n"), "\(named)")
            try Self.use(url + "?hostaddr=127.0.0.1", sandbox, "  sslmode: disable\n")
            let open = try await Self.said(sandbox)
            #expect(open.contains("no pg_hba.conf entry for host \"127.0.0.1\""), "\(open)")
        }
    }

    @Test(
        "A full disk of the server ends the sync and loses nothing: with space, the next one completes",
        .enabled(if: SmallDisk.isPossible, "needs the right to mount a file system"))
    func full() async throws {
        let cluster = try PostgresCluster()
        defer { cluster.remove() }
        let disk = try SmallDisk(megabytes: 12, owner: cluster.owner)
        defer { disk.remove() }
        let server = try PostgresConnection(try PostgresSettings(url: cluster.url))
        try server.run("CREATE TABLESPACE small LOCATION '\(disk.folder.path)'")
        try server.run("CREATE DATABASE small TEMPLATE template0 TABLESPACE small")
        let url = cluster.database("small")
        let place = try PostgresSettings(url: url).place
        try await Self.with(url) { sandbox in
            try await sandbox.sync()
            for id in sandbox.portal.libraryIDs {
                sandbox.portal.update(id) { $0.title = .text("New \(id)") }
            }
            try disk.fill()
            let done = try await sandbox.run("sync", "catalog")
            #expect(done.status == 1)
            #expect(
                done.errors
                    == "tributary: go1 for Sales Academy: tributary.yaml:3:13: \(place): the disk of the server is full; nothing of the last step was kept. Free some space and run again\n"
            )
            try disk.grow(megabytes: 100)
            try await sandbox.sync()
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
            #expect(try await sandbox.runs().allSatisfy { $0.outcome != nil })
        }
    }

    @Test("A host goes on with the server that takes the place of the one it lost, and has everything there")
    func failover() async throws {
        let first = try PostgresCluster()
        defer { first.remove() }
        let second = try first.follower()
        defer { second.remove() }
        // What is acknowledged is on both.
        let server = try PostgresConnection(try PostgresSettings(url: first.url))
        try server.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try server.run("SELECT pg_reload_conf()")
        let both = "postgres://postgres@/tributary?host=\(first.folder),\(second.folder)"
        try await Self.with(both) { sandbox in
            let served = try await ServedProgram.start(sandbox)
            let all = sandbox.portal.expectedIDs()
            await eventually("the first sync is done") {
                (try? await sandbox.runs().last?.outcome) == "done"
            }
            first.stop()
            try PostgresConnection(
                try PostgresSettings(url: second.url, [("target_session_attrs", "any")])
            ).run("SELECT pg_promote()")
            #expect(try await sandbox.courses().map(\.externalId) == all)
            let item = sandbox.portal.add()
            try await sandbox.sync()
            #expect(try await sandbox.courses().map(\.externalId).contains(String(item.id)))
            #expect(served.program.isRunning)
            served.program.send(SIGTERM)
            #expect(await served.program.finished().status == 0)
        }
    }
}

/// A file system of a few megabytes in memory.
private struct SmallDisk {
    let folder: URL

    static let isPossible: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1, owner: 0) else { return false }
        disk.remove()
        return true
    }()

    struct Failed: Error {}

    init(megabytes: Int, owner: Int) throws {
        folder = URL(filePath: "/tmp/tributary-disk-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        do { try mount("size=\(megabytes)m,mode=0700,uid=\(owner)") } catch {
            folder.remove()
            throw error
        }
    }

    /// Takes all the space that is left.
    func fill() throws {
        system("dd if=/dev/zero of='\(folder.path)/filling' bs=64k 2>/dev/null")
    }

    func grow(megabytes: Int) throws { try mount("remount,size=\(megabytes)m") }

    func remove() {
        system("umount -l '\(folder.path)' 2>/dev/null")
        folder.remove()
    }

    private func mount(_ options: String) throws {
        guard system("mount -t tmpfs -o \(options) tmpfs '\(folder.path)' 2>/dev/null") == 0 else {
            throw Failed()
        }
    }
}
