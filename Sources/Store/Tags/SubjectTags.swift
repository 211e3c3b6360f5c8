import Model

/// The step of a settlement that brings provider tags in line with subjects, and with the switch.
///
/// It reads the items that changed since it last did, and writes those whose tags are others: nothing at all
/// if no deployment of the connection has tags.
struct SubjectTags {
    private let connection: ConnectionID
    private let db: Session

    init(_ connection: ConnectionID, _ db: Session) {
        self.connection = connection
        self.db = db
    }

    func follow() throws {
        try db.run(
            "UPDATE deployment SET tagging = tags WHERE connection = ? AND tagging <> tags", [connection.row])
        let isAskedFor = try db.exists(
            "SELECT 1 FROM deployment WHERE connection = ? AND tagging = 1", [connection.row])
        guard isAskedFor else { return }
        let marks = try db.row("SELECT tagged, revision FROM connection WHERE id = ?", [connection.row])
        guard let marks, marks["tagged"] < marks["revision"] as Int64 else { return }
        try follow(itemsAfter: marks["tagged"])
        try db.run("UPDATE connection SET tagged = revision WHERE id = ?", [connection.row])
    }

    private func follow(itemsAfter revision: Int64) throws {
        var register = TagRegister(db)
        var last = (revision: revision, item: Int64.max)
        while true {
            let changed = try db.rows(
                """
                SELECT id, revision, subjects FROM learning_object
                WHERE connection = ? AND (revision, id) > (?, ?) ORDER BY revision, id LIMIT 1000
                """, [connection.row, last.revision, last.item])
            guard let end = changed.last else { return }
            last = (end[1], end[0])
            try set(changed.map { ($0[0], try register.rows(for: TextList.decode($0[2]))) })
        }
    }

    /// Writes the tags of those items that have others.
    private func set(_ tags: [(item: Int64, tags: [Int64])]) throws {
        var current: [Int64: [Int64]] = [:]
        try db.each("SELECT tag FROM item_tag WHERE item = ? ORDER BY position", tags) {
            try $1($0.item)
        } found: {
            if let row = $1 { current[$0.item, default: []].append(row[0]) }
        }
        let others = tags.filter { $0.tags != current[$0.item] ?? [] }
        try db.each("DELETE FROM item_tag WHERE item = ?", others) { try $1($0.item) }
        let rows = others.flatMap { one in one.tags.enumerated().map { (one.item, $0.offset, $0.element) } }
        try db.each("INSERT INTO item_tag (item, position, tag) VALUES (?, ?, ?)", rows) {
            try $1($0.0, $0.1, $0.2)
        }
    }
}
