import GRDB
import Model

/// The platform's tags by name: one is made where it is missing.
struct TagRegister {
    private let db: Database
    /// Rows by name as it is written: a catalog has few subjects, and many items of each.
    private var known: [String: Int64?] = [:]

    init(_ db: Database) { self.db = db }

    /// The row of the tag, made where there is none; nil where the text names no tag.
    mutating func row(for text: String) throws -> Int64? {
        if let row = known[text] { return row }
        let row = try TagName(text).map(row(for:))
        known[text] = .some(row)
        return row
    }

    func row(for name: TagName) throws -> Int64 {
        if let row = try find(name) { return row }
        try db.execute(
            sql: "INSERT INTO tag (key, name) VALUES (?, ?)", arguments: [name.key, name.text])
        return db.lastInsertedRowID
    }

    func find(_ name: TagName) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM tag WHERE key = ?"), arguments: [name.key])
    }
}
