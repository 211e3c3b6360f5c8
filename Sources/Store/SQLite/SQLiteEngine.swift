import Foundation
import GRDB
import Synchronization

/// SQLite by GRDB: one file in WAL mode, so that a command may read and write beside the daemon.
final class SQLiteEngine: Engine {
    var path: String { file.path }
    let dialect: any Dialect = SQLiteDialect()
    let search: any SearchEngine = FullTextSearch()
    private let file: SQLiteFile
    let pool: DatabasePool
    let leases: any LeaseSource
    let plainText: @Sendable (String) -> String
    private let watch = Mutex<DatabaseQueue?>(nil)
    /// Transactions of this process that are being written, or wait for that.
    private let writers = Mutex(0)

    /// Opens the file `tributary.sqlite` of a directory, and creates it if it is missing.
    ///
    /// - Parameters:
    ///   - leases: gives the leases; nil for locks on files of the directory.
    ///   - plainText: the words of a cleaned description, for the search index.
    init(
        directory: URL, leases: (any LeaseSource)? = nil, plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        let path = directory.appending(path: "tributary.sqlite").path
        self.leases = leases ?? FileLeases(directory: directory)
        self.plainText = plainText
        do {
            var configuration = Self.configuration(plainText)
            configuration.maximumReaderCount = 4
            file = try SQLiteFile(at: path) { try Schema.migrator.migrate($0) }
            pool = try DatabasePool(path: path, configuration: configuration)
            if try pool.read(Schema.migrator.hasBeenSuperseded) {
                throw StoreError.newer(
                    "\(path): written by a newer version of Tributary; run that version, or restore a backup made with this one"
                )
            }
            try Schema.migrator.migrate(pool)
        } catch {
            throw Self.explain(error, path)
        }
    }

    /// Makes a new store one of this environment.
    ///
    /// - Returns: the environment that it is of.
    func claim(_ environment: String) throws(StoreError) -> String {
        do {
            return try pool.read { [path] db in
                let session = Session(link: SQLiteLink(db))
                try session.checkThatItIsHere(path)
                return try session.environment()
            } ?? pool.write { db in try Session(link: SQLiteLink(db)).claim(environment) }
        } catch {
            throw explain(error)
        }
    }

    /// Seconds.
    private static let busyTimeout = 10

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(TimeInterval(busyTimeout))
        configuration.label = "tributary"
        return configuration
    }

    /// That of a connection for every statement of a store.
    static func configuration(_ plainText: @escaping @Sendable (String) -> String) -> Configuration {
        var configuration = configuration
        // Every row is written next to the one it refers to; to check that again costs a third of the
        // time in which ten groups get their courses.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = memory; PRAGMA cache_size = -8000")
            for (name, function) in [("plain_text", plainText), ("search_words", SearchWord.indexed)] {
                db.add(
                    function: DatabaseFunction(name, argumentCount: 1, pure: true) { values in
                        String.fromDatabaseValue(values[0]).map(function)
                    })
            }
        }
        return configuration
    }

    // MARK: - Transactions

    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value {
        try await pool.read { db in try body(Session(link: SQLiteLink(db))) }
    }

    /// A lease is a lock on a file, which lasts as long as the process that holds it.
    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value {
        try file.check()
        writers.withLock { $0 += 1 }
        defer { writers.withLock { $0 -= 1 } }
        let body = stayed(body)
        guard toDisk else {
            return try await pool.write { db in try body(Session(link: SQLiteLink(db))) }
        }
        return try await pool.writeWithoutTransaction { [path] db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(Session(link: SQLiteLink(db)))
                return .commit
            }
            guard let value else { throw StoreError.damaged("\(path): nothing was written") }
            return value
        }
    }

    /// A body that begins by making sure that the store was not moved: another process may do that.
    private func stayed<Value>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) -> @Sendable (Session) throws -> Value {
        { [path] db in
            try db.checkThatItStayed(path)
            return try body(db)
        }
    }

    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value? {
        try file.check()
        let body = stayed(body)
        let isFree = writers.withLock { writers in
            guard writers == 0 else { return false }
            writers = 1
            return true
        }
        guard isFree else { return nil }
        defer { writers.withLock { $0 -= 1 } }
        return try await pool.writeWithoutTransaction { db in
            // Another process may be writing.
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            do { try db.beginTransaction(.immediate) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY
            {
                try db.execute(sql: "PRAGMA busy_timeout = \(Self.busyTimeout * 1_000)")
                return nil
            }
            try db.execute(sql: "PRAGMA busy_timeout = \(Self.busyTimeout * 1_000)")
            do {
                let value = try body(Session(link: SQLiteLink(db)))
                try db.commit()
                return value
            } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    func checkWritable() async throws {
        try file.check()
        try file.checkRoom()
        // While others write, it can be written; nobody waits for them to find that out.
        _ = try await writeIfFree { db in try db.value(Int.self, "SELECT count(*) FROM meta") }
    }

    // MARK: - Beside other processes

    /// SQLite counts for a connection what others changed, so that this is asked on one of its own.
    func changeMark() async throws -> Int {
        let queue = try watch.withLock { watch in
            if let watch { return watch }
            var configuration = Self.configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            watch = queue
            return queue
        }
        return try await queue.read { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    func lease(_ name: String) throws(StoreError) -> Lease? { try leases.take(name) }

    // MARK: - Errors

    /// What to do about a damaged store.
    private static let advice =
        "`tributary backup` saves what can be read, and `tributary restore` brings a backup back"

    func explain(_ error: any Error, at path: String) -> StoreError { Self.explain(error, path) }

    static func explain(_ error: any Error, _ path: String) -> StoreError {
        if let known = error as? StoreError { return known }
        guard let error = error as? DatabaseError else { return .damaged("\(path): \(error)") }
        return switch error.resultCode {
        case .SQLITE_FULL:
            .full(
                "\(path): the disk is full; nothing of the last step was kept. Free some space and run again")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            .unusable(
                "\(path): the store cannot be written; check the owner and the rights of the file and its directory"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            .busy("\(path): another process has held the store for too long; try again when it is done")
        case .SQLITE_NOTADB:
            .damaged("\(path): not a Tributary store, or damaged; restore a backup or move the file away")
        case .SQLITE_CORRUPT: .damaged("\(path): damaged (\(error.line ?? "malformed")); \(Self.advice)")
        case .SQLITE_IOERR:
            .full(
                "\(path): the disk refused to read or write (\(error.line ?? "input/output error")); nothing of the last step was kept"
            )
        default:
            .damaged(
                "\(path): \(error.line ?? "database error \(error.resultCode.rawValue)"); \(Self.advice)")
        }
    }
}
