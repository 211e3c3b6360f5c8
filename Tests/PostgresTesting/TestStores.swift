package import ConfigurationFiles
package import Foundation
import Model
import Postgres
package import Store
import Synchronization
import TestSupport
package import Testing

/// Where tests keep the stores of their hosts: `TRIBUTARY_TEST_STORE` says on which engine.
///
/// `script/test --store` sets it. A store has a data directory on both engines, and goes when the directory is removed
/// by `remove()`.
package enum TestStores {
    package enum Engine: String {
        case sqlite, postgres
        /// PostgreSQL behind PgBouncer in transaction mode.
        case pgbouncer
    }

    package static let engine: Engine = {
        let name = ProcessInfo.processInfo.environment["TRIBUTARY_TEST_STORE"] ?? "sqlite"
        guard let engine = Engine(rawValue: name) else {
            fatalError("TRIBUTARY_TEST_STORE is \(name); sqlite, postgres or pgbouncer was expected")
        }
        return engine
    }()

    /// Whether each store is a database of its own, and no file.
    package static let areDatabases = engine != .sqlite

    private static let databases = Mutex<[String: String]>([:])

    /// The database of the store with this data directory, which is made when it is first asked for; nil if the store is
    /// a file in the directory.
    package static func database(of directory: URL) throws -> String? {
        guard areDatabases else { return nil }
        let path = directory.standardizedFileURL.path
        return try databases.withLock { databases in
            if let known = databases[path] { return known }
            let made = try PostgresServer.way(to: PostgresServer.storeDatabase())
            databases[path] = made
            directory.keepCompanion {
                _ = Self.databases.withLock { $0.removeValue(forKey: path) }
                PostgresServer.drop(made)
            }
            return made
        }
    }

    /// Opens the store with this data directory, as another process has it.
    package static func open(_ directory: URL, environment: String) throws -> Store {
        if let url = try database(of: directory) {
            return try Store(
                postgres: url, directory: directory, environment: environment, plainText: { $0 })
        }
        return try Store(directory: directory, environment: environment, plainText: { $0 })
    }

    /// What `tributary.yaml` says of the store with this data directory; empty if that is a file.
    package static func line(of directory: URL) throws -> String {
        try database(of: directory).map { "store: { postgres: \"\($0)\" }\n" } ?? ""
    }
}

extension HostConfiguration {
    /// Has the host keep its store with this data directory, on the engine that the tests are run with.
    package mutating func keepStore(in directory: URL) throws {
        dataDirectory = directory
        database = try TestStores.database(of: directory).map {
            StoreDatabase(url: $0, place: Place(file: "tributary.yaml", line: 1, column: 1))
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// For what is promised of a store that is a file, and of no other.
    package static var storesAreFiles: Self {
        .disabled(
            if: TestStores.areDatabases, "of a store that is a file: `script/test --store sqlite` runs it")
    }
}
