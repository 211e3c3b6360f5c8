package import Foundation
import GRDB

/// What the host remembers: connections, items, courses, runs.
///
/// One SQLite file in the data directory, in WAL mode, so that a command may read and write beside
/// the daemon. The interface speaks in the domain's terms; no SQL and no GRDB type leaves this module.
package final class Store: Sendable {
    /// The data directory.
    package let directory: URL
    let pool: DatabasePool
    let path: String
    private let plainText: @Sendable (String) -> String

    /// Opens the store in `directory`, and creates both where they are missing.
    ///
    /// The parent of the directory has to exist: a mistyped path is an answer, not a new tree.
    ///
    /// - Parameters:
    ///   - environment: `production` or `test`; a store carries the one it was made in.
    ///   - plainText: the words of a cleaned description, for the search index.
    /// - Throws: ``StoreError``.
    package convenience init(
        directory: URL, environment: String, plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        try Self.prepare(directory)
        try self.init(
            file: directory.appending(path: "tributary.sqlite"), environment: environment,
            plainText: plainText)
    }

    private init(
        file: URL, environment: String, plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        directory = file.deletingLastPathComponent()
        path = file.path
        self.plainText = plainText
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.label = "tributary"
            configuration.maximumReaderCount = 2
            // Every row is written next to the one it refers to; to check that again costs a third of the
            // time in which ten groups get their courses.
            configuration.foreignKeysEnabled = false
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA temp_store = memory; PRAGMA cache_size = -8000")
                db.add(
                    function: DatabaseFunction("plain_text", argumentCount: 1, pure: true) { values in
                        String.fromDatabaseValue(values[0]).map(plainText)
                    })
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            let migrator = Migrations.all
            if try pool.read(migrator.hasBeenSuperseded) {
                throw StoreError.newer(
                    "\(path): written by a newer version of Tributary; run that version, or restore a backup made with this one"
                )
            }
            try migrator.migrate(pool)
            let kept = try pool.read(Self.environment) ?? pool.write { db in try Self.claim(environment, db) }
            guard kept == environment else {
                throw StoreError.mismatch(
                    "\(path): this store is of the \(kept) environment and the configuration says \(environment); give each environment a `data` directory of its own"
                )
            }
        } catch {
            throw StoreError(error, path: file.path)
        }
    }

    /// A copy of this store in a directory of its own, for a run that only says what it would do.
    ///
    /// - Parameter directory: an empty directory that the caller removes afterwards.
    package func copy(to directory: URL) throws(StoreError) -> Store {
        do {
            let target = directory.appending(path: "tributary.sqlite")
            try pool.backup(to: DatabaseQueue(path: target.path))
            let environment = try pool.read { db in try Self.environment(db) } ?? "production"
            return try Store(file: target, environment: environment, plainText: plainText)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    // MARK: - Access

    /// Reads. An access that has begun is finished: a cancelled task gets its answer, and stops by itself.
    func read<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let pool = pool
        do { return try await Task { try await pool.read(body) }.value } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes in one transaction; cancellation neither stops it nor takes it back.
    func write<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let pool = pool
        do { return try await Task { try await pool.write(body) }.value } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes in one transaction that outlives even a loss of power: for what is then acknowledged to others.
    func writeToDisk<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let (pool, path) = (pool, path)
        do {
            return try await Task {
                try await pool.writeWithoutTransaction { db in
                    try db.execute(sql: "PRAGMA synchronous = FULL")
                    defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        return .commit
                    }
                    guard let value else { throw StoreError.damaged("\(path): nothing was written") }
                    return value
                }
            }.value
        } catch {
            throw StoreError(error, path: path)
        }
    }

    // MARK: - Opening

    private static func prepare(_ directory: URL) throws(StoreError) {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: directory.path, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else {
                throw .unusable("\(directory.path): is a file; `data` has to name a directory")
            }
            return
        }
        let parent = directory.deletingLastPathComponent()
        guard files.fileExists(atPath: parent.path) else {
            throw .unusable(
                "\(directory.path): the directory \(parent.path) does not exist; create it, or correct `data` in tributary.yaml"
            )
        }
        do {
            try files.createDirectory(
                at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            // Two processes may start at once: what counts is that the directory is there.
            guard files.fileExists(atPath: directory.path) else {
                throw .unusable(
                    "\(directory.path): the directory cannot be created; check the rights of \(parent.path)")
            }
        }
    }

    private static func environment(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'environment'")
    }

    /// Makes a new store one of this environment, unless another process was faster.
    private static func claim(_ environment: String, _ db: Database) throws -> String {
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES ('environment', ?) ON CONFLICT (key) DO NOTHING",
            arguments: [environment])
        return try Self.environment(db) ?? environment
    }
}
