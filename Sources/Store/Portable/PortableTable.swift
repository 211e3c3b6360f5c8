/// A table of a store, as its rows go from one engine to another. Every id stays, and no id that was ever given is given
/// again; the search index is made anew where they arrive.
struct PortableTable {
    let name: String
    let columns: [(name: String, type: String)]
    /// The columns that name the number of a row of another table; 0 stands for all of them.
    let references: [(column: String, table: String)]
    /// Whether the engine numbers its rows.
    var isNumbered: Bool { columns.first?.name == "id" }

    /// The columns, as statements list them.
    var list: String { columns.map(\.name).joined(separator: ", ") }

    /// Which rows go along: what a store says of itself alone in `meta` stays behind.
    private var condition: String {
        name == "meta" ? "WHERE key NOT IN ('schema', 'arriving', 'moved')" : ""
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

    /// Hands out the values of one row after the other.
    func forEachRow(_ db: Session, _ body: ([SQLValue]) throws -> Void) throws {
        try db.forEach("SELECT \(list) FROM \(name) \(condition)") { try body(values($0)) }
    }
}
