import Foundation
import StoreTesting

/// Counts the rows of items, their texts and courses that are written to a store, by triggers put into it.
struct WriteCounter {
    private let store: StoreFile

    init(_ file: URL) throws {
        store = try StoreFile(file)
        try store.run("CREATE TABLE written (what TEXT NOT NULL)")
        for table in ["item", "item_text", "course"] {
            for change in ["INSERT", "UPDATE", "DELETE"] {
                try store.run(
                    """
                    CREATE TRIGGER \(table)_\(change) AFTER \(change) ON \(table)
                    BEGIN INSERT INTO written VALUES ('\(change) \(table)'); END
                    """)
            }
        }
    }

    func count() throws -> Int { try store.number("SELECT count(*) FROM written") ?? 0 }
}
