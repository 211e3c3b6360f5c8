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
            let attempts = try Self.number(
                "SELECT c.deployment, count(*) FROM attempt a JOIN course c ON c.id = a.course GROUP BY 1", db
            )
            let enrolments = try Self.number("SELECT connection, count(*) FROM enrolment GROUP BY 1", db)
            let unmatched = try Self.number(
                """
                SELECT e.connection, count(*) FROM enrolment e JOIN account a ON a.id = e.account
                WHERE a.learner IS NULL GROUP BY 1
                """, db)
            let unknown = try Self.number(
                """
                SELECT connection, sum(number)
                FROM (SELECT connection, content, count(*) AS number FROM enrolment GROUP BY 1, 2) e
                WHERE NOT EXISTS (
                    SELECT 1 FROM item i \(db.sql.inThisOrder) deployment d ON d.connection = i.connection
                        \(db.sql.inThisOrder) course c ON c.deployment = d.id AND c.item = i.id
                    WHERE i.connection = e.connection AND i.external_id = e.content)
                GROUP BY 1
                """, db)
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
