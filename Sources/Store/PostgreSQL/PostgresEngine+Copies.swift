import Foundation
import Postgres

/// Copies, each of one state of the database.
extension PostgresEngine {
    func copy(to directory: URL) throws -> any Engine {
        let copy = try SQLiteEngine(directory: directory, leases: leases, plainText: plainText)
        let connection = try PostgresConnection(settings)
        _ = try Beginning.read.run(on: connection)
        try copy.fill(from: PostgresSide(connection, texts))
        return copy
    }

    func backup(to file: URL) throws -> [String]? {
        let folder = file.deletingLastPathComponent().appending(path: "\(file.lastPathComponent).copy")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try copy(to: folder).backup(to: file)
    }

    func restore(from file: URL) throws {
        // One pass on one thread: libpq blocks the thread that calls it.
        let connection = try PostgresConnection(settings)
        let own = PostgresSide(connection, texts)
        let environment = try own.db.environment()
        try SQLiteEngine.reading(backup: file, environment: environment) { source in
            try connection.run("BEGIN")
            do {
                let tables = try PortableTable.all(source)
                try own.empty(tables)
                try PortableCopy.run(tables, from: SQLiteSide(db: source), to: own)
                try own.prepare(tables)
                try connection.commit()
            } catch {
                _ = try? connection.run("ROLLBACK")
                throw error
            }
        }
    }
}
