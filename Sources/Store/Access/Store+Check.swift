import Foundation
import GRDB

extension Store {
    /// Makes sure that the store's file is there, answers, and can be written, without writing to it.
    package func checkWritable() async throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .unusable("\(path): the store's file is gone; restore a backup")
        }
        let pool = pool
        do {
            try await Task {
                try await pool.writeWithoutTransaction { db in
                    try db.inTransaction(.immediate) {
                        _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM meta")
                        return .rollback
                    }
                }
            }.value
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
