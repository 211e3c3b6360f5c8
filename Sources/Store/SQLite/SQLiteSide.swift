import GRDB

extension PortableTable {
    /// The tables of a store, in the order in which they are made.
    static func all() throws -> [PortableTable] {
        let queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
        return try queue.read { try all(Session(link: SQLiteLink($0))) }
    }

    /// The tables of a store on SQLite, in the order in which they are made.
    static func all(_ sqlite: Session) throws -> [PortableTable] {
        let names = try sqlite.values(
            String.self,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%' ORDER BY rowid")
        return try names.map { name in
            PortableTable(
                name: name,
                columns: try sqlite.rows("SELECT name, type FROM pragma_table_info(?)", [name]).map {
                    ($0[0], $0[1])
                },
                references: try sqlite.rows(
                    "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?) ORDER BY 1", [name]
                ).map { ($0[0], $0[1]) })
        }
    }
}

/// SQLite's side of a copy.
struct SQLiteSide: PortableSide {
    let db: Session

    func lastNumber(of table: PortableTable) throws -> Int64? {
        try db.value(Int64.self, "SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name])
    }

    func prepare(_ tables: [PortableTable]) {}

    func fill(
        _ table: PortableTable, after last: Int64?,
        _ rows: (_ put: ([SQLValue]) throws -> Void) throws -> Void
    ) throws {
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        let insert = "INSERT INTO \(table.name) (\(table.list)) VALUES (\(marks))"
        var batch: [[SQLValue]] = []
        func write() throws {
            try db.each(insert, batch) { row, parameters in
                for value in row { try parameters.sink.bind(value) }
            }
            batch.removeAll(keepingCapacity: true)
        }
        try rows { row in
            batch.append(row)
            if batch.count == 500 { try write() }
        }
        try write()
        guard table.isNumbered, let last else { return }
        try db.run(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq < ?", [last, table.name, last])
        try db.run(
            """
            INSERT INTO sqlite_sequence (name, seq)
            SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)
            """, [table.name, last, table.name])
    }
}
