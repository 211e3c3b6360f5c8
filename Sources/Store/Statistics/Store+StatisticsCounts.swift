/// What is kept of a deployment's statistics.
package struct StatisticsCount: Sendable, Equatable {
    package let group: String
    package let provider: String
    /// Attempts at the courses of this deployment.
    package let attempts: Int
    /// Enrolments of its connection.
    package let enrolments: Int
    /// Those of them whose account has no known e-mail address.
    package let unmatched: Int
    /// Those of them in content that is no course in any group of the connection.
    package let unknown: Int
}

extension Store {
    /// What is kept of statistics, by deployment.
    package func statisticsCounts() async throws(StoreError) -> [StatisticsCount] {
        try await read { db in
            let attempts = try Self.number("SELECT deployment, attempts FROM deployment_activity", db)
            let enrolments = try Self.number("SELECT id, enrolments FROM connection", db)
            let unmatched = try Self.number(
                """
                SELECT a.connection, count(*)
                FROM account a \(db.sql.inThisOrder) enrolment e ON e.account = a.id
                WHERE a.learner IS NULL GROUP BY 1
                """, db)
            let unknown = try Self.number(
                "SELECT connection, sum(enrolments) FROM unknown_content GROUP BY 1", db)
            return try db.rows(
                "SELECT id, group_id, provider, connection FROM deployment ORDER BY group_id, provider"
            ).map { row in
                let connection: Int64 = row["connection"]
                return StatisticsCount(
                    group: row["group_id"], provider: row["provider"], attempts: attempts[row["id"]] ?? 0,
                    enrolments: enrolments[connection] ?? 0, unmatched: unmatched[connection] ?? 0,
                    unknown: unknown[connection] ?? 0)
            }
        }
    }

    private static func number(_ sql: String, _ db: Session) throws -> [Int64: Int] {
        try Dictionary(
            db.rows(sql).map { ($0[0] as Int64, $0[1] as Int) }, uniquingKeysWith: +)
    }
}
