/// A database, in a transaction, as the rows of a store leave it and arrive in it.
protocol PortableSide {
    var db: Session { get }
    /// The last number that was given to a row of the table; nil if the engine does not know.
    func lastNumber(of table: PortableTable) throws -> Int64?
    /// Fills a table that is empty.
    ///
    /// - Parameters:
    ///   - last: the last number that was given to a row where they come from: none is given again.
    ///   - rows: calls its argument with the values of one row after the other.
    func fill(
        _ table: PortableTable, after last: Int64?,
        _ rows: (_ put: ([SQLValue]) throws -> Void) throws -> Void
    ) throws
    /// Has queries know what the tables hold, once they are filled.
    func prepare(_ tables: [PortableTable]) throws
}

/// The rows of a store from one database to another.
enum PortableCopy {
    /// Fills the tables of a store that has nothing yet. Its search index is to be made anew.
    ///
    /// - Parameter noting: called with each row on its way, and with nil at the end of a table.
    static func run(
        _ tables: [PortableTable], from source: any PortableSide, to target: any PortableSide,
        noting: (_ table: PortableTable, _ row: [SQLValue]?) throws -> Void = { _, _ in }
    ) throws {
        for table in tables {
            try target.fill(table, after: table.isNumbered ? source.lastNumber(of: table) : nil) { put in
                try table.forEachRow(source.db) { row in
                    try noting(table, row)
                    try put(row)
                }
            }
            try noting(table, nil)
        }
        try target.db.run("UPDATE connection SET searched = 0")
    }
}
