import Postgres

/// PostgreSQL's side of a copy.
struct PostgresSide: PortableSide {
    let db: Session
    private let connection: PostgresConnection

    init(_ connection: PostgresConnection, _ texts: StatementTexts) {
        self.connection = connection
        db = Session(link: PostgresLink(connection, texts))
    }

    func lastNumber(of table: PortableTable) throws -> Int64? {
        try db.value(
            Int64.self,
            "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(?, 'id') AS regclass))", [table.name])
    }

    /// Removes the content of a store.
    func empty(_ tables: [PortableTable]) throws {
        let names = tables.map(\.name).filter { $0 != "meta" } + ["search"]
        try connection.run(
            "TRUNCATE \(names.joined(separator: ", ")); DELETE FROM meta WHERE key <> 'schema'")
    }

    /// Not everything: catalogs that databases share would be held until the transaction ends.
    func prepare(_ tables: [PortableTable]) throws {
        try connection.run("ANALYZE \(tables.map(\.name).joined(separator: ", "))")
    }

    func fill(
        _ table: PortableTable, after last: Int64?,
        _ rows: (_ put: ([SQLValue]) throws -> Void) throws -> Void
    ) throws {
        try connection.copy(into: "\(table.name) (\(table.list))", width: table.columns.count) { put in
            var values = PostgresParameters()
            try withoutActuallyEscaping(put) { put in
                try rows { row in
                    for value in row { values.add(value) }
                    guard values.count >= 500 * table.columns.count else { return }
                    try put(values)
                    values.removeAll()
                }
            }
            try put(values)
        }
        guard table.isNumbered else { return }
        let highest = try db.value(Int64.self, "SELECT max(id) FROM \(table.name)") ?? 0
        guard max(last ?? 0, highest) > 0 else { return }
        _ = try db.rows(
            "SELECT setval(CAST(pg_get_serial_sequence(?, 'id') AS regclass), ?, true)",
            [table.name, max(last ?? 0, highest)])
    }
}
