import Foundation
import GRDB

/// Copies, and what is read of them.
extension SQLiteEngine {
    func copy(to directory: URL) throws -> any Engine {
        let target = directory.appending(path: "tributary.sqlite")
        try pool.backup(to: SQLiteFile.ownersOnly(target.path))
        return try SQLiteEngine(directory: directory, leases: leases, plainText: plainText)
    }

    func backup(to file: URL) throws -> [String]? {
        // The journal goes along, so that the copy is one file.
        let copy = try SQLiteFile.ownersOnly(file.path)
        try pool.backup(to: copy)
        do {
            let isWhole = try copy.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
                try db.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
                return try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok"
            }
            try copy.close()
            if isWhole { return nil }
        } catch let error as DatabaseError where error.isOfDamage {
            try? copy.close()
        }
        let damaged = file.appendingPathExtension("damaged")
        try FileManager.default.moveItem(at: file, to: damaged)
        defer { for end in ["", "-wal", "-shm", "-journal"] { unlink(damaged.path + end) } }
        return try Salvage.run(of: damaged, to: file)
    }

    func restore(from file: URL) throws {
        let copy = try Self.checked(file, environment: try pool.read(Self.environment))
        try copy.backup(to: pool)
        try Schema.migrator.migrate(pool)
        try pool.write { db in
            // A store that was moved may be brought back as it was then.
            for mark in [MoveMark.moved, .arriving] { try Session(link: SQLiteLink(db)).remove(mark) }
        }
    }

    /// Reads a backup of a store of an environment.
    static func reading<Value>(
        backup file: URL, environment: String?, _ body: (Session) throws -> Value
    ) throws -> Value {
        do {
            return try checked(file, environment: environment).read {
                try body(Session(link: SQLiteLink($0)))
            }
        } catch let error as DatabaseError { throw explain(error, file.path) }
    }

    /// Fills this store, which is new, with the rows of another.
    func fill(from source: any PortableSide) throws {
        try pool.write { db in
            let own = SQLiteSide(db: Session(link: SQLiteLink(db)))
            try PortableCopy.run(PortableTable.all(own.db), from: source, to: own)
        }
    }

    private static func checked(_ file: URL, environment own: String?) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw StoreError.unusable("\(file.path): there is no such file")
        }
        var configuration = Configuration()
        configuration.readonly = true
        let copy = try DatabaseQueue(path: file.path, configuration: configuration)
        let kept = try copy.read { db in
            guard try db.tableExists("meta"), try db.tableExists("grdb_migrations"),
                try String.fetchOne(db, sql: "PRAGMA quick_check") == "ok"
            else {
                throw StoreError.unusable(
                    "\(file.path): is no backup of a store, or a damaged one; `tributary backup` makes one"
                )
            }
            return try Self.environment(db)
        }
        if try copy.read(Schema.migrator.hasBeenSuperseded) {
            throw StoreError.newer(
                "\(file.path): made by a newer version of Tributary; restore it with that version")
        }
        guard kept == own else {
            throw StoreError.mismatch(
                "\(file.path): is of the \(kept ?? "unknown") environment and this store of the \(own ?? "unknown"); nothing was changed"
            )
        }
        return copy
    }

    private static func environment(_ db: Database) throws -> String? {
        try Session(link: SQLiteLink(db)).environment()
    }

    /// Does something with the file of a directory whose store cannot be opened.
    static func salvaging<Value>(_ directory: URL, _ body: (URL) throws -> Value) throws(StoreError) -> Value
    {
        let file = directory.appending(path: "tributary.sqlite")
        do { return try body(file) } catch { throw explain(error, file.path) }
    }
}
