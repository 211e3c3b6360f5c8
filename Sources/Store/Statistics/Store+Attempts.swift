import ConnectorKit
import Foundation
package import Model

extension Store {
    /// Hands out attempts, a batch at a time: by group, provider, course and learner, so that they lie as the
    /// indexes do and nothing is sorted.
    ///
    /// - Parameter each: called with one batch after the other; memory does not grow with their number.
    package func forEachAttempt(
        _ query: AttemptQuery, _ each: @Sendable @escaping ([Attempt]) throws -> Void
    ) async throws(StoreError) {
        var conditions = ["true"]
        var arguments: Values = []
        if let group = query.group {
            conditions.append("d.group_id = :group")
            arguments += ["group": group]
        }
        if let user = query.user {
            conditions.append("a.learner = (SELECT id FROM learner WHERE email = :user)")
            arguments += ["user": EmailKey.of(user) ?? ""]
        }
        if let course = query.course {
            conditions.append("a.course = :course")
            arguments += ["course": course]
        }
        let next = engine.dialect.inThisOrder
        let byCourses =
            "deployment d \(next) course c ON c.deployment = d.id \(next) attempt a ON a.course = c.id"
        let byAttempts =
            "attempt a \(next) course c ON c.id = a.course \(next) deployment d ON d.id = c.deployment"
        let isNarrow = query.user != nil || query.course != nil
        var source = isNarrow ? byAttempts : byCourses
        var order = "d.group_id, d.provider, c.item, a.learner, a.id"
        if let after = query.after {
            conditions.append("a.id > :after")
            arguments += ["after": after]
            order = "a.id"
            // A page costs what it holds: attempts are read in their order until it is full, but for a group that
            // has few of them.
            source = try await hasFewAttempts(query, isNarrow) ? byCourses : byAttempts
        }
        let sql = """
            SELECT \(Attempt.columns)
            FROM \(source) JOIN item i ON i.id = c.item JOIN learner l ON l.id = a.learner
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(order) \(query.limit == nil ? "" : "LIMIT :limit")
            """
        let values = arguments + ["limit": query.limit]
        try await read { db in
            try db.batches(sql, values, make: Attempt.init, each)
        }
    }

    /// Whether it takes less to sort all attempts of a group than to pass over those of the others until a page is full.
    private func hasFewAttempts(_ query: AttemptQuery, _ isNarrow: Bool) async throws(StoreError) -> Bool {
        guard !isNarrow, let group = query.group, let limit = query.limit else { return false }
        return try await read { db in
            let counts = try db.row(
                """
                SELECT coalesce(sum(a.attempts) FILTER (WHERE d.group_id = ?), 0) AS own,
                    coalesce(sum(a.attempts), 0) AS total
                FROM deployment_activity a JOIN deployment d ON d.id = a.deployment
                """, [group])
            let (own, total): (Double, Double) = (counts?[0] ?? 0, counts?[1] ?? 0)
            return own * own < Double(limit) * total
        }
    }

    /// The attempt that was opened last, of any connection; 0 if there is none.
    package func lastAttempt() async throws(StoreError) -> Attempt.ID {
        try await read { db in try db.value(Int64.self, "SELECT max(id) FROM attempt") ?? 0 }
    }

    /// How many attempts there are at the courses of a connection's deployments.
    package func attemptCount(of connection: ConnectionID) async throws(StoreError) -> Int {
        try await read { db in
            try db.value(
                Int.self,
                """
                SELECT sum(a.attempts) FROM deployment d JOIN deployment_activity a ON a.deployment = d.id
                WHERE d.connection = ?
                """, [connection.row]) ?? 0
        }
    }

    /// The external ids of all content that a connection has ever listed, in order.
    package func externalIDs(of connection: ConnectionID) async throws(StoreError) -> [String] {
        try await read { db in
            try db.values(
                String.self, "SELECT external_id FROM item WHERE connection = ? ORDER BY 1", [connection.row])
        }
    }
}

extension Attempt {
    fileprivate static let columns =
        "\(StoredAttempt.columns), l.email, d.group_id, d.provider, i.external_id"

    fileprivate init(_ row: Row) {
        let stored = StoredAttempt(row)
        self.init(
            id: stored.id, group: row["group_id"], provider: row["provider"],
            externalCourseID: row["external_id"],
            user: row["email"], state: stored.state)
    }
}
