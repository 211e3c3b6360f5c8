/// A table of a store, as its rows go from one engine to another. Every id stays, and no id that was ever given is given
/// again; the search index is made anew where they arrive.
struct PortableTable {
    let name: String
    let columns: [(name: String, type: String)]
    /// Whether the engine numbers its rows.
    var isNumbered: Bool { columns.first?.name == "id" }

    /// The columns, as statements list them.
    var list: String { columns.map(\.name).joined(separator: ", ") }

    /// Which rows go along: what an engine keeps in `meta` for itself stays behind.
    var condition: String { name == "meta" ? "WHERE key <> 'schema'" : "" }

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
                })
        }
    }

    /// The last number that SQLite gave a row of the table; nil if it does not know.
    func lastNumber(_ sqlite: Session) throws -> Int64? {
        try sqlite.value(Int64.self, "SELECT seq FROM sqlite_sequence WHERE name = ?", [name])
    }

    /// The values of a row of it.
    func values(_ row: Row) -> [SQLValue] {
        columns.indices.map { column in
            if row.source.isNull(column, of: row.index) { return .null }
            return switch columns[column].type {
            case "INTEGER": .integer(row[column])
            case "REAL": .real(row[column])
            case "BLOB": .bytes(row[column])
            default: .text(row[column])
            }
        }
    }

    /// Fills the table, which is empty, on SQLite.
    ///
    /// - Parameter last: the last number that the other engine gave a row of it.
    func fill(_ sqlite: Session, from source: Session, last: Int64?) throws {
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = "INSERT INTO \(name) (\(list)) VALUES (\(marks))"
        try source.batches("SELECT \(list) FROM \(name) \(condition)", [], make: values) { batch in
            try sqlite.each(insert, batch) { row, parameters in
                for value in row { try parameters.sink.bind(value) }
            }
        }
        guard isNumbered, let last else { return }
        try sqlite.run("UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq < ?", [last, name, last])
        try sqlite.run(
            """
            INSERT INTO sqlite_sequence (name, seq)
            SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)
            """, [name, last, name])
    }
}
