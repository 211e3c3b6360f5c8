import GRDB
package import Model

/// What came of taking tags off a course.
package enum TagRemoval: Sendable, Equatable {
    /// They are gone; what the course has now.
    case removed([CourseTag])
    /// Nothing was removed: these come from the provider.
    case provided([String])
    /// Nothing was removed: the course does not have these.
    case absent([String])
}

extension Store {
    /// Every tag of the platform, in order of name.
    package func tags() async throws(StoreError) -> [String] {
        try await read { db in try String.fetchAll(db, sql: "SELECT name FROM tag ORDER BY key") }
    }

    /// Says whether subjects become tags in a deployment; courses follow at its next sync.
    package func setTagSync(_ isOn: Bool, of deployment: Deployment) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE deployment SET tags = ? WHERE id = ?", arguments: [isOn, deployment.id.row])
            // The next listing has something to settle, even if it finds nothing changed.
            try db.execute(
                sql: "UPDATE connection SET settled = 0 WHERE id = ?", arguments: [deployment.connection.row])
        }
    }

    /// Puts tags on a course by hand; those it has already by hand stay as they are.
    ///
    /// - Returns: the tags it has then.
    package func addTags(_ names: [TagName], to course: Course) async throws(StoreError) -> [CourseTag] {
        try await write { db in
            let register = TagRegister(db)
            for name in names {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO course_tag (course, tag) VALUES (?, ?)",
                    arguments: [course.id, register.row(for: name)])
            }
            return try Self.tags(of: course, db)
        }
    }

    /// Takes tags that a person put there off a course: all of them, or none.
    package func removeTags(_ names: [TagName], from course: Course) async throws(StoreError) -> TagRemoval {
        try await write { db in
            let tags = try Self.tags(of: course, db)
            func those(of origin: CourseTag.Origin?) -> [String] {
                let found = names.filter { name in
                    tags.first { TagName($0.name) == name }?.origin == origin
                }
                return found.map(\.text)
            }
            let absent = those(of: nil)
            guard absent.isEmpty else { return .absent(absent) }
            let provided = those(of: .provider)
            guard provided.isEmpty else { return .provided(provided) }
            let register = TagRegister(db)
            for name in names {
                try db.execute(
                    sql: "DELETE FROM course_tag WHERE course = ? AND tag = ?",
                    arguments: [course.id, register.find(name)])
            }
            return .removed(try Self.tags(of: course, db))
        }
    }

    private static func tags(of course: Course, _ db: Database) throws -> [CourseTag] {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT \(CourseTag.columns)
                FROM course c JOIN deployment d ON d.id = c.deployment WHERE c.id = ?
                """, arguments: [course.id])
        return row.map(CourseTag.list) ?? []
    }
}

extension CourseTag {
    /// What is read of a course `c` in a deployment `d` for its tags.
    static let columns = """
        CASE WHEN d.tagging THEN (
            SELECT group_concat(name, char(10)) FROM (
                SELECT t.name FROM item_tag g JOIN tag t ON t.id = g.tag
                WHERE g.item = c.item ORDER BY g.position)) END AS subject_tags,
        (SELECT group_concat(name, char(10)) FROM (
            SELECT t.name FROM course_tag m JOIN tag t ON t.id = m.tag
            WHERE m.course = c.id ORDER BY t.key)) AS manual_tags
        """

    /// The tags of a row with these columns.
    static func list(_ row: Row) -> [CourseTag] {
        let subjects = row["subject_tags"] as String?
        let manual = row["manual_tags"] as String?
        guard subjects != nil || manual != nil else { return [] }
        return tags(
            subjects: TextList.decode(subjects ?? ""), followed: subjects != nil,
            manual: TextList.decode(manual ?? ""))
    }
}
