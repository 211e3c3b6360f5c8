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
        try await read { db in try db.values(String.self, "SELECT name FROM tag ORDER BY key") }
    }

    /// Says whether subjects become tags in a deployment; courses follow at its next sync.
    package func setTagSync(_ isOn: Bool, of deployment: Deployment) async throws(StoreError) {
        try await write { db in
            try db.run("UPDATE deployment SET tags = ? WHERE id = ?", [isOn, deployment.id.row])
            // The next listing has something to settle, even if it finds nothing changed.
            try db.run("UPDATE connection SET settled = 0 WHERE id = ?", [deployment.connection.row])
        }
    }

    /// Puts tags on a course by hand; those it has already by hand stay as they are.
    ///
    /// - Returns: the tags it has then.
    package func addTags(_ names: [TagName], to course: Course) async throws(StoreError) -> [CourseTag] {
        try await write { db in
            let register = TagRegister(db)
            for name in names {
                try db.run(
                    "INSERT INTO course_tag (course, tag) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [course.id, register.row(for: name)])
            }
            try Self.count(course, db)
            return try Self.tags(of: course, db)
        }
    }

    private static func count(_ course: Course, _ db: Session) throws {
        try db.run(
            "UPDATE deployment SET hand_tags = hand_tags + 1 WHERE id = (SELECT deployment FROM course WHERE id = ?)",
            [course.id])
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
                try db.run(
                    "DELETE FROM course_tag WHERE course = ? AND tag = ?", [course.id, register.find(name)])
            }
            try Self.count(course, db)
            return .removed(try Self.tags(of: course, db))
        }
    }

    private static func tags(of course: Course, _ db: Session) throws -> [CourseTag] {
        let row = try db.row(
            """
            SELECT \(CourseTag.columns(db.sql))
            FROM course c JOIN deployment d ON d.id = c.deployment WHERE c.id = ?
            """, [course.id])
        return row.map(CourseTag.list) ?? []
    }
}

extension CourseTag {
    /// What is read of a course `c` in a deployment `d` for its tags.
    static func columns(_ sql: any Dialect) -> String {
        let subjects = sql.lines(
            "t.name", "FROM item_tag g JOIN tag t ON t.id = g.tag WHERE g.item = c.item",
            orderedBy: "g.position")
        let manual = sql.lines(
            "t.name", "FROM course_tag m JOIN tag t ON t.id = m.tag WHERE m.course = c.id", orderedBy: "t.key"
        )
        return "CASE WHEN d.tagging = 1 THEN \(subjects) END AS subject_tags, \(manual) AS manual_tags"
    }

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
