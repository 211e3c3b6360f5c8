package import Model

extension Store {
    /// How many active courses the held listing of a connection would archive.
    ///
    /// - Parameter groups: only courses of these groups are counted; empty: of all.
    package func heldCount(of connection: ConnectionID, groups: [String]) async throws(StoreError) -> Int {
        try await read { db in
            try db.value(
                Int.self, "SELECT count(*) \(Self.held(among: groups, db))",
                ["connection": connection.row, "groups": groups, "after": 0]) ?? 0
        }
    }

    /// The active courses that the held listing of a connection would archive, in order of their ids.
    ///
    /// - Parameters:
    ///   - groups: only courses of these groups; empty: of all.
    ///   - after: only those with a greater id.
    package func heldCourses(of connection: ConnectionID, groups: [String], after: Int64, limit: Int)
        async throws(StoreError) -> [Course]
    {
        try await read { db in
            try db.rows(
                """
                SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(db.sql))
                \(Self.held(among: groups, db)) ORDER BY c.id LIMIT :limit
                """,
                ["connection": connection.row, "groups": groups, "after": after, "limit": limit]
            ).map(Course.init)
        }
    }

    /// More than half of what is active is held, so that a page is soon full in the order of the ids.
    private static func held(among groups: [String], _ db: Session) -> String {
        let states = [ItemState.withdrawn, .missing].map { String($0.rawValue) }.joined(separator: ", ")
        let isCovered = groups.isEmpty ? "" : "AND \(db.sql.isAmong("d.group_id", ":groups"))"
        return """
            FROM course c \(db.sql.inThisOrder) deployment d ON d.id = c.deployment
                \(db.sql.inThisOrder) learning_object i ON i.id = c.item
            WHERE c.id > :after AND c.reasons = 0 AND d.connection = :connection AND i.state IN (\(states)) \(isCovered)
            """
    }
}
