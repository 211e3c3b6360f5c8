import Foundation

/// A PostgreSQL server of the demo's own, which goes when the demo ends.
///
/// It has no password, is reached by a Unix socket in its folder alone, and may lose everything if the machine stops.
struct DemoDatabase: Sendable {
    private let folder: URL
    private let programs: URL

    /// The URL of its database.
    var url: String { "postgres://postgres@/postgres?host=\(folder.path)" }

    init() throws {
        programs = try Self.installed()
        // Not deeper: the path of a socket is short, and the server's user has to come there.
        folder = URL(filePath: "/tmp/tributary-postgres-\(UUID().uuidString.prefix(8).lowercased())")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let data = folder.appending(path: "data").path
            if geteuid() == 0 { try Self.run("chown", ["postgres:", folder.path]) }
            try run(
                "initdb",
                [
                    "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
                    "--no-sync",
                ])
            try run(
                "pg_ctl",
                [
                    "start", "--pgdata", data, "--log", folder.appending(path: "log").path, "--silent",
                    "--wait", "--options",
                    "-c listen_addresses='' -c unix_socket_directories='\(folder.path)' -c fsync=off",
                ])
        } catch {
            remove()
            throw error
        }
    }

    /// Ends the server, and removes all of it.
    func remove() {
        try? run(
            "pg_ctl",
            ["stop", "--pgdata", folder.appending(path: "data").path, "--silent", "--mode=immediate"])
        try? FileManager.default.removeItem(at: folder)
    }

    /// The folder of the newest server's programs: 15 or newer.
    private static func installed() throws -> URL {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
            .compactMap(Int.init).filter {
                $0 >= 15 && FileManager.default.isExecutableFile(atPath: "\(root)/\($0)/bin/initdb")
            }
        guard let newest = versions.max() else {
            throw Stop.failed(
                "tributary: no PostgreSQL server of version 15 or newer is in \(root); `apt-get install postgresql` installs one on Debian and Ubuntu"
            )
        }
        return URL(filePath: "\(root)/\(newest)/bin")
    }

    /// No server runs as root, but as the user that its package makes.
    private func run(_ program: String, _ arguments: [String]) throws {
        let path = programs.appending(path: program).path
        guard geteuid() == 0 else { return try Self.run(path, arguments) }
        try Self.run("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path] + arguments)
    }

    /// What a program prints goes to a file, since a server that it starts keeps that open.
    private static func run(_ program: String, _ arguments: [String]) throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "tributary-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        let words = ([program] + arguments).map { "'\($0.replacing("'", with: "'\\''"))'" }
        let status = system("cd / && \(words.joined(separator: " ")) </dev/null >'\(output.path)' 2>&1")
        guard status == 0 else {
            let said = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
            throw Stop.failed("tributary: PostgreSQL cannot be started: \(TerminalText(lines: said))")
        }
    }
}
