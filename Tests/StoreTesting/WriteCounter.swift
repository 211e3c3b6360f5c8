/// Notes the rows that are written to a store, by triggers put into it.
package struct WriteCounter: Sendable {
    private let store: StoreTables

    package init(_ store: StoreTables, tables: [String] = ["item", "item_text", "course"]) throws {
        self.store = store
        try store.run("CREATE TABLE written (what TEXT NOT NULL)")
        for table in tables {
            for change in ["INSERT", "UPDATE", "DELETE"] {
                let note = "INSERT INTO written VALUES ('\(change) \(table)');"
                let trigger = "CREATE TRIGGER \(table)_\(change) AFTER \(change) ON \(table)"
                switch store {
                case .file: try store.run("\(trigger) BEGIN \(note) END")
                case .database:
                    try store.run(
                        """
                        CREATE FUNCTION \(table)_\(change)() RETURNS trigger LANGUAGE plpgsql AS
                            $$BEGIN \(note) RETURN NULL; END$$;
                        \(trigger) FOR EACH ROW EXECUTE FUNCTION \(table)_\(change)()
                        """)
                }
            }
        }
    }

    /// What was written, such as `UPDATE item`, once for each row.
    package func written() throws -> [String] { try store.texts("SELECT what FROM written") }

    package func count() throws -> Int { try written().count }
}
