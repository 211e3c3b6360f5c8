import Foundation
import Postgres
import Store
import TestSupport

/// The PostgreSQL server that the tests of a process share, and databases of their own on it.
package enum PostgresServer {
    /// The server that `TRIBUTARY_TEST_POSTGRES` names, by the URL of a database of a superuser; otherwise one of its own,
    /// which `script/postgres` starts and which ends with the process.
    ///
    /// - Throws: ``NoServer`` if there is none: what is to run on every engine is never passed over.
    package static func url() throws -> String { try named ?? own.get().url }

    package struct NoServer: Error, CustomStringConvertible {
        package let description: String
    }

    /// A new database with a name of its own and nothing in it.
    package static func database() throws -> String { try copy(of: "template0") }

    /// A new database with the tables of a store that nobody has used. It is a copy of one that is made once: that takes
    /// a tenth of the time.
    package static func storeDatabase() throws -> String { try copy(of: template.get()) }

    private static let template = Result { try makeTemplate() }

    private static func copy(of template: String) throws -> String {
        let name = newName()
        try administrator().run("CREATE DATABASE \(name) TEMPLATE \(template) STRATEGY file_copy")
        return try url(of: name)
    }

    private static func newName() -> String {
        "t_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
    }

    private static func administrator() throws -> PostgresConnection {
        try PostgresConnection(try PostgresSettings(url: try url()))
    }

    /// - Returns: the name of the database.
    private static func makeTemplate() throws -> String {
        let url = try database()
        let name = try PostgresSettings(url: url)["dbname"] ?? ""
        let folder = URL.temporary("template")
        defer { folder.remove() }
        _ = try Store(postgres: url, directory: folder, environment: "test", plainText: { $0 })
        // Whose store it is is not said before its first use.
        try PostgresConnection(try PostgresSettings(url: url)).run(
            "DELETE FROM meta WHERE key <> 'schema'; DELETE FROM host")
        // A database that somebody is connected to cannot be copied.
        let server = try administrator()
        try server.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
        try server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
        atexit { PostgresServer.dropTemplate() }
        return name
    }

    private static func dropTemplate() {
        if let name = try? template.get(), let url = try? url(of: name) { drop(url) }
    }

    /// Removes a database, whoever is connected to it.
    package static func drop(_ url: String) {
        guard let name = try? PostgresSettings(url: url)["dbname"] else { return }
        _ = try? administrator().run(
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

    /// The URL of a database as a store is to reach it: by way of PgBouncer, if the tests are run so.
    package static func way(to url: String) throws -> String {
        guard TestStores.engine == .pgbouncer, let name = try PostgresSettings(url: url)["dbname"] else {
            return url
        }
        return try pool.get().replacing("/tributary?", with: "/\(name)?")
    }

    private static let named = ProcessInfo.processInfo.environment["TRIBUTARY_TEST_POSTGRES"]
    private static let own = Result { try PostgresCluster() }
    private static let pool = Result {
        guard named == nil else {
            throw NoServer(description: "TRIBUTARY_TEST_POSTGRES names a server that has no pooler before it")
        }
        return try own.get().pool()
    }
}
