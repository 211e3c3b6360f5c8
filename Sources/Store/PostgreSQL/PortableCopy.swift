import Postgres

/// The rows of a store from and to SQLite.
enum PortableCopy {
    /// Fills a new store on SQLite.
    static func write(_ postgres: Session, to sqlite: SQLiteEngine) throws {
        try sqlite.fill(from: postgres) { table in
            try postgres.value(
                Int64.self,
                "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(?, 'id') AS regclass))", [table])
        }
    }

    /// Puts what a store on SQLite holds in the place of everything that one on PostgreSQL does.
    static func fill(_ connection: PostgresConnection, _ postgres: Session, from sqlite: Session) throws {
        let tables = try PortableTable.all(sqlite)
        let names = tables.map(\.name).filter { $0 != "meta" } + ["search"]
        try connection.run(
            "TRUNCATE \(names.joined(separator: ", ")); DELETE FROM meta WHERE key <> 'schema'")
        for table in tables {
            try connection.copy(into: "\(table.name) (\(table.list))", width: table.columns.count) { put in
                var values = PostgresParameters()
                try sqlite.forEach("SELECT \(table.list) FROM \(table.name) \(table.condition)") { row in
                    for value in table.values(row) { values.add(value) }
                    guard values.count >= 500 * table.columns.count else { return }
                    try put(values)
                    values.removeAll()
                }
                try put(values)
            }
            guard table.isNumbered else { continue }
            let last = try postgres.value(Int64.self, "SELECT max(id) FROM \(table.name)") ?? 0
            _ = try postgres.rows(
                "SELECT setval(CAST(pg_get_serial_sequence(?, 'id') AS regclass), ?, true)",
                [table.name, max(try table.lastNumber(sqlite) ?? 0, last, 1)])
        }
        try postgres.run("UPDATE connection SET searched = 0")
        try connection.run("ANALYZE")
    }
}
