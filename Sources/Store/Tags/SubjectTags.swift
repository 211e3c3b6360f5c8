import GRDB
import Model

/// The step of a settlement that brings provider tags in line with subjects, and with the switch.
///
/// It reads the items that changed since it last did, and writes those whose tags are others: nothing at all
/// where no deployment of the connection has tags.
struct SubjectTags {
    private let connection: ConnectionID
    private let db: Database

    init(_ connection: ConnectionID, _ db: Database) {
        self.connection = connection
        self.db = db
    }

    func settle() throws {
        try db.execute(
            sql: "UPDATE deployment SET tagging = tags WHERE connection = ? AND tagging <> tags",
            arguments: [connection.row])
        let isAskedFor = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM deployment WHERE connection = ? AND tagging)",
            arguments: [connection.row])
        guard isAskedFor == true else { return }
        let marks = try Row.fetchOne(
            db,
            sql: """
                SELECT tagged, (SELECT ifnull(max(revision), 0) FROM item) AS newest
                FROM connection WHERE id = ?
                """, arguments: [connection.row])
        guard let marks, marks["tagged"] < marks["newest"] as Int64 else { return }
        try follow(itemsAfter: marks["tagged"])
        try db.execute(
            sql: "UPDATE connection SET tagged = ? WHERE id = ?",
            arguments: [marks["newest"] as Int64, connection.row])
    }

    /// The plus keeps SQLite from looking by connection: what changed is the narrower way.
    private func follow(itemsAfter revision: Int64) throws {
        let changed = try Row.fetchCursor(
            db, sql: "SELECT id, subjects FROM item WHERE revision > ? AND +connection = ?",
            arguments: [revision, connection.row])
        var register = TagRegister(db)
        let writing = try Writing(db)
        while let row = try changed.next() {
            var tags: [Int64] = []
            for subject in TextList.decode(row["subjects"]) {
                if let tag = try register.row(for: subject), !tags.contains(tag) { tags.append(tag) }
            }
            try writing.set(tags, of: row["id"])
        }
    }

    /// The statements that run once a changed item.
    private struct Writing {
        private let read: RawStatement
        private let remove: RawStatement
        private let insert: RawStatement

        init(_ db: Database) throws {
            read = try RawStatement("SELECT tag FROM item_tag WHERE item = ? ORDER BY position", db)
            remove = try RawStatement("DELETE FROM item_tag WHERE item = ?", db)
            insert = try RawStatement("INSERT INTO item_tag (item, position, tag) VALUES (?, ?, ?)", db)
        }

        func set(_ tags: [Int64], of item: Int64) throws {
            guard try current(of: item) != tags else { return }
            try remove.bind(item, at: 1)
            _ = try remove.step()
            remove.reset()
            for (position, tag) in tags.enumerated() {
                try insert.bind(item, at: 1)
                try insert.bind(Int64(position), at: 2)
                try insert.bind(tag, at: 3)
                _ = try insert.step()
                insert.reset()
            }
        }

        private func current(of item: Int64) throws -> [Int64] {
            var tags: [Int64] = []
            try read.bind(item, at: 1)
            while try read.step() { tags.append(read.integer(0)) }
            read.reset()
            return tags
        }
    }
}
