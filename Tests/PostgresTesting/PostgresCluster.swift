package import Foundation
import Postgres
import TestSupport

/// A PostgreSQL server of its own, by `script/postgres`. It ends with this process, whichever way that ends.
package final class PostgresCluster: Sendable {
    /// The URL of its database `tributary`, which is empty.
    package let url: String
    /// The folder with its socket.
    package let folder: String
    private let settings: [String: String]

    /// Starts one.
    ///
    /// - Parameter settings: variables that the script knows, such as `POSTGRES_LISTEN`.
    /// - Throws: ``PostgresServer/NoServer``.
    package convenience init(_ settings: [String: String] = [:]) throws {
        try self.init(settings, following: nil)
    }

    /// A server that has what this one has, and takes no changes until it is promoted.
    package func follower() throws -> PostgresCluster { try PostgresCluster([:], following: folder) }

    private init(_ settings: [String: String], following other: String?) throws {
        // The server's user has to be able to enter it.
        folder = "\(Self.place)/tributary-\(getpid())-\(UUID().uuidString.prefix(8))"
        self.settings = settings
        // By the script, since what this process starts itself holds open what Foundation waits for the end of.
        let startedFirst = settings.merging(["POSTGRES_WHILE": "\(getpid())"]) { $1 }
        url = try Self.run(other == nil ? "start" : "follow", folder, other, startedFirst)
    }

    /// Ends every process of the server at once, as a crash does, and starts it again.
    package func crash() throws {
        stop()
        try start()
    }

    package func stop() { _ = try? Self.run("stop", folder, nil, settings) }

    package func start() throws { _ = try Self.run("start", folder, nil, settings) }

    package func remove() {
        stop()
        URL(filePath: folder).remove()
    }

    /// The URL of another database, which is empty.
    package func database(_ name: String) -> String {
        url.replacing("/tributary?", with: "/\(name)?")
    }

    /// Starts PgBouncer in transaction mode before the server.
    ///
    /// - Returns: the URL of the database `tributary` by way of it.
    func pool() throws -> String { try Self.run("pool", folder, nil, settings) }

    /// Lets nobody in by TCP but who a line of `pg_hba.conf` does.
    package func allow(_ line: String) throws {
        try Data("local all all trust\n\(line)\n".utf8).write(to: data.appending(path: "pg_hba.conf"))
        try reload()
    }

    /// Has the server offer TLS.
    package func protect(certificate: URL, key: URL) throws {
        for (source, name) in [(certificate, "server.crt"), (key, "server.key")] {
            let file = data.appending(path: name)
            try Data(contentsOf: source).write(to: file)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600, .ownerAccountID: try owner], ofItemAtPath: file.path)
        }
        try PostgresConnection(try PostgresSettings(url: url)).run("ALTER SYSTEM SET ssl = on")
        try reload()
    }

    /// The number of the user that the server runs as.
    package var owner: Int {
        get throws {
            let number = try FileManager.default.attributesOfItem(atPath: data.path)[.ownerAccountID]
            return (number as? NSNumber)?.intValue ?? 0
        }
    }

    private func reload() throws {
        try PostgresConnection(try PostgresSettings(url: url)).run("SELECT pg_reload_conf()")
    }

    private var data: URL { URL(filePath: folder).appending(path: "data", directoryHint: .isDirectory) }

    /// In memory if there is room: a database is hundreds of files.
    private static var place: String {
        let memory = "/dev/shm"
        let free = try? FileManager.default.attributesOfFileSystem(forPath: memory)[.systemFreeSize]
        return (free as? NSNumber)?.int64Value ?? 0 > 4 << 30 ? memory : "/tmp"
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../script/postgres").standardizedFileURL.path

    /// - Returns: the first line of what the script prints.
    private static func run(_ what: String, _ folder: String, _ other: String?, _ settings: [String: String])
        throws
        -> String
    {
        let errors = URL.temporary("postgres-errors")
        defer { errors.remove() }
        let variables = settings.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
        // Foundation's processes are not over before all their descendants are, and the server is one.
        let command = "\(variables) '\(script)' \(what) '\(folder)' \(other ?? "") 2>'\(errors.path)'"
        guard let output = popen(command, "r") else {
            throw PostgresServer.NoServer(description: String(cString: strerror(errno)))
        }
        var line = [CChar](repeating: 0, count: 1_000)
        _ = fgets(&line, Int32(line.count), output)
        guard pclose(output) == 0 else {
            throw PostgresServer.NoServer(
                description: (try? String(contentsOf: errors, encoding: .utf8)) ?? "script/postgres failed")
        }
        return line.withUnsafeBufferPointer {
            String(decoding: $0.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        }
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
