import Foundation
import GRDB

/// Counts the rows of items and courses that are written to a store, by triggers put into it.
struct WriteCounter {
    private let store: DatabaseQueue

    init(_ file: URL) throws {
        store = try DatabaseQueue(path: file.path)
        try store.write { db in
            try db.execute(sql: "CREATE TABLE written (what TEXT NOT NULL)")
            for table in ["item", "course"] {
                for change in ["INSERT", "UPDATE", "DELETE"] {
                    try db.execute(
                        sql: """
                            CREATE TRIGGER \(table)_\(change) AFTER \(change) ON \(table)
                            BEGIN INSERT INTO written VALUES ('\(change) \(table)'); END
                            """)
                }
            }
        }
    }

    func count() throws -> Int {
        try store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM written") ?? 0 }
    }
}
