import Foundation
import Postgres
import Synchronization
import TestSupport

/// The PostgreSQL server that the tests of a process share, and databases of their own on it.
package enum PostgresServer {
    /// The server that `TRIBUTARY_TEST_POSTGRES` names, by the URL of a database of a superuser; otherwise one of its own,
    /// which `script/postgres` starts and which ends with the process.
    ///
    /// - Throws: ``NoServer`` if there is none: what is to run on every engine is never passed over.
    package static func url() throws -> String { try started.withLock { try $0.url() } }

    package struct NoServer: Error, CustomStringConvertible {
        package let description: String
    }

    /// A new database with a name of its own; a copy of another one, or empty.
    package static func database(of template: String = "template0") throws -> String {
        let name = "t_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        try PostgresConnection(try PostgresSettings(url: try url())).run(
            "CREATE DATABASE \(name) TEMPLATE \(template)")
        return try url(of: name)
    }

    /// Removes a database, whoever is connected to it.
    package static func drop(_ url: String) {
        guard let name = try? PostgresSettings(url: url)["dbname"] else { return }
        _ = try? PostgresConnection(try PostgresSettings(url: try Self.url())).run(
            "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// The URL of another database of the server.
    package static func url(of name: String) throws -> String {
        guard var components = URLComponents(string: try url()) else {
            throw NoServer(description: "TRIBUTARY_TEST_POSTGRES is no URL")
        }
        components.path = "/\(name)"
        return components.string ?? ""
    }

    private static let started = Mutex(Started())

    private struct Started: Sendable {
        var known: String?

        mutating func url() throws -> String {
            if let known { return known }
            let made = try ProcessInfo.processInfo.environment["TRIBUTARY_TEST_POSTGRES"] ?? Self.start()
            known = made
            return made
        }

        /// Begins a server in a folder that the server's user may enter, and a process that ends it after this one.
        private static func start() throws -> String {
            let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
                .standardizedFileURL
            let script = root.appending(path: "script/postgres").path
            let process = getpid()
            let folder = "/tmp/tributary-postgres-\(process)"
            let errors = URL.temporary("postgres-errors")
            defer { errors.remove() }
            // Foundation's processes are not over before all their descendants are, and the server is one.
            guard let output = popen("'\(script)' start '\(folder)' 2>'\(errors.path)'", "r") else {
                throw NoServer(description: String(cString: strerror(errno)))
            }
            var line = [CChar](repeating: 0, count: 1_000)
            let hasAnswer = fgets(&line, Int32(line.count), output) != nil
            guard pclose(output) == 0, hasAnswer else {
                throw NoServer(
                    description: (try? String(contentsOf: errors, encoding: .utf8))
                        ?? "script/postgres failed")
            }
            let watch = """
                while kill -0 \(process); do sleep 1; done; "\(script)" stop "\(folder)"; rm -rf "\(folder)"
                """
            system("setsid bash -c '\(watch)' </dev/null >/dev/null 2>&1 &")
            return line.withUnsafeBufferPointer {
                String(decoding: $0.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            }
            .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
