package import Foundation
import GRDB

extension Store {
    /// Writes a consistent copy of this store, which may be in use, to a new file.
    ///
    /// The copy appears under its name only when it is whole.
    ///
    /// - Throws: ``StoreError/unusable(_:)`` where there is such a file already, or none can be written.
    package func backup(to file: URL) throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw .unusable("\(file.path): there is such a file already; name a new one")
        }
        let draft = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
        try? FileManager.default.removeItem(at: draft)
        defer { try? FileManager.default.removeItem(at: draft) }
        do {
            // The journal goes along, so that the copy is one file.
            let copy = try DatabaseQueue(path: draft.path)
            try pool.backup(to: copy)
            try copy.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft.path)
            try FileManager.default.moveItem(at: draft, to: file)
        } catch {
            throw StoreError(error, path: file.path)
        }
    }

    /// Puts a backup in the place of what this store holds, at once for every process that has it open.
    ///
    /// - Throws: ``StoreError/unusable(_:)`` for a file that is no backup, ``StoreError/newer(_:)`` for one of a
    ///   newer version, ``StoreError/mismatch(_:)`` for one of another environment; the store is then as it was.
    package func restore(from file: URL) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw StoreError.unusable("\(file.path): there is no such file")
            }
            let copy = try DatabaseQueue(path: file.path, configuration: configuration)
            let kept = try copy.read { db in
                guard try db.tableExists("meta"), try db.tableExists("grdb_migrations"),
                    try String.fetchOne(db, sql: "PRAGMA quick_check") == "ok"
                else {
                    throw StoreError.unusable(
                        "\(file.path): is no backup of a store, or a damaged one; `tributary backup` makes one"
                    )
                }
                return try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'environment'")
            }
            if try copy.read(Migrations.all.hasBeenSuperseded) {
                throw StoreError.newer(
                    "\(file.path): made by a newer version of Tributary; restore it with that version")
            }
            let own = try pool.read { db in
                try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'environment'")
            }
            guard kept == own else {
                throw StoreError.mismatch(
                    "\(file.path): is of the \(kept ?? "unknown") environment and this store of the \(own ?? "unknown"); nothing was changed"
                )
            }
            try copy.backup(to: pool)
            try Migrations.all.migrate(pool)
        } catch {
            throw StoreError(error, path: file.path)
        }
    }
}
