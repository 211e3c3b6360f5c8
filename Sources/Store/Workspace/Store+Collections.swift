package import Model

/// Where a group's learners find courses.
package enum CourseCollection: String, Sendable, CaseIterable {
    /// The group's own courses, and those of other groups that were shared into
    /// it.
    case catalog
    /// What was put there, of whichever group (our decision: nothing is there by itself).
    case library
}

extension Store {
    /// The courses of a group's catalog or library, archived ones included, in order of their ids.
    ///
    /// - Parameters:
    ///   - placedOnly: whether a catalog's own courses are left out.
    ///   - after: only those with a greater id.
    package func courses(
        in collection: CourseCollection, of group: String, placedOnly: Bool = false, after: Int64, limit: Int
    ) async throws(StoreError) -> [Course] {
        let deployment = engine.dialect.unindexed("deployment")
        let own =
            collection != .catalog || placedOnly
            ? ""
            : """
            UNION SELECT id FROM course
            WHERE id > :after AND \(deployment) IN (SELECT id FROM deployment WHERE group_id = :group)
            """
        return try await read { db in
            try db.rows(
                """
                SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(db.sql))
                FROM (
                    SELECT course AS id FROM placed
                    WHERE group_id = :group AND collection = :collection AND course > :after
                    \(own)
                    ORDER BY id LIMIT :limit
                ) x JOIN course c ON c.id = x.id
                    JOIN deployment d ON d.id = c.deployment JOIN learning_object i ON i.id = c.item
                ORDER BY c.id
                """,
                [
                    "group": group, "collection": collection.rawValue, "after": after, "limit": limit,
                ]
            ).map(Course.init)
        }
    }

    /// Puts a course into a group's catalog or library; one that is there stays, archived or not.
    package func place(_ course: Course, in collection: CourseCollection, of group: String)
        async throws(StoreError) -> Placement
    {
        if collection == .catalog, course.group == group { return .placed }
        return try await write { db in
            let isThere = try db.exists(
                "SELECT 1 FROM placed WHERE group_id = ? AND collection = ? AND course = ?",
                [group, collection.rawValue, course.id])
            if isThere { return .placed }
            guard let reasons = try ArchiveReasons.of(course.id, db) else { return .absent }
            guard reasons.isEmpty else { return .archived(reasons) }
            try db.run(
                "INSERT INTO placed (group_id, collection, course) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [group, collection.rawValue, course.id])
            return .placed
        }
    }

    /// Takes a course out of a group's catalog or library; one that was not put there is no mistake.
    package func remove(_ course: Int64, from collection: CourseCollection, of group: String)
        async throws(StoreError)
    {
        try await write { db in
            try db.run(
                "DELETE FROM placed WHERE group_id = ? AND collection = ? AND course = ?",
                [group, collection.rawValue, course])
        }
    }
}
