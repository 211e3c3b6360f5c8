import GRDB
package import Model

/// Where a group's learners find courses.
package enum CourseCollection: String, Sendable, CaseIterable {
    /// The group's own courses, as the source document has it, and those of other groups that were shared into
    /// it.
    case catalog
    /// What was put there, of whichever group (our decision: nothing is there by itself).
    case library
}

extension Store {
    /// The courses of a group's catalog or library, archived ones included, in order of their ids.
    ///
    /// - Parameter after: only those with a greater id.
    package func courses(
        in collection: CourseCollection, of group: String, after: Int64, limit: Int
    ) async throws(StoreError) -> [Course] {
        let own = collection == .catalog
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns)
                    FROM (
                        SELECT course AS id FROM placed
                        WHERE group_id = :group AND collection = :collection AND course > :after
                        \(own ? "UNION SELECT id FROM course WHERE id > :after AND +deployment IN \(Self.own)" : "")
                        ORDER BY id LIMIT :limit
                    ) x JOIN course c ON c.id = x.id
                        JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                    ORDER BY c.id
                    """,
                arguments: [
                    "group": group, "collection": collection.rawValue, "after": after, "limit": limit,
                ]
            ).map(Course.init)
        }
    }

    private static let own = "(SELECT id FROM deployment WHERE group_id = :group)"

    /// Puts a course into a group's catalog or library; one that is there stays, archived or not.
    package func place(_ course: Course, in collection: CourseCollection, of group: String)
        async throws(StoreError) -> Placement
    {
        if collection == .catalog, course.group == group { return .placed }
        return try await write { db in
            let isThere = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM placed WHERE group_id = ? AND collection = ? AND course = ?)
                    """, arguments: [group, collection.rawValue, course.id])
            if isThere == true { return .placed }
            guard let reasons = try ArchiveReasons.of(course.id, db) else { return .absent }
            guard reasons.isEmpty else { return .archived(reasons) }
            try db.execute(
                sql: "INSERT INTO placed (group_id, collection, course) VALUES (?, ?, ?)",
                arguments: [group, collection.rawValue, course.id])
            return .placed
        }
    }

    /// Takes a course out of a group's catalog or library; one that was not put there is no mistake.
    package func take(_ course: Int64, outOf collection: CourseCollection, of group: String)
        async throws(StoreError)
    {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM placed WHERE group_id = ? AND collection = ? AND course = ?",
                arguments: [group, collection.rawValue, course])
        }
    }
}
