import Model

/// The platform's tags by name: one is made if it is missing.
struct TagRegister {
    private let db: Session
    /// Rows by name as it is written: a catalog has few subjects, and many items of each.
    private var known: [String: Int64?] = [:]

    init(_ db: Session) { self.db = db }

    /// The row of the tag, made if there is none; nil if the text names no tag.
    mutating func row(for text: String) throws -> Int64? {
        if let row = known[text] { return row }
        let row = try TagName(text).flatMap(row(for:))
        known[text] = .some(row)
        return row
    }

    /// The rows of the tags, each once.
    mutating func rows(for texts: [String]) throws -> [Int64] {
        var rows: [Int64] = []
        for text in texts {
            if let row = try row(for: text), !rows.contains(row) { rows.append(row) }
        }
        return rows
    }

    func row(for name: TagName) throws -> Int64? {
        if let row = try find(name) { return row }
        return try db.value(
            Int64.self,
            "INSERT INTO tag (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id",
            [name.key, name.text])
    }

    func find(_ name: TagName) throws -> Int64? {
        try db.value(Int64.self, "SELECT id FROM tag WHERE key = ?", [name.key])
    }
}
