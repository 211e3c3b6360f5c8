import ConnectorKit
package import Foundation
import GRDB
package import Model

extension Store {
    /// Puts completed attempts of a group into the queue of a connection: those at courses whose external id is
    /// an external reference that was pushed to it, each once. Courses that the connection itself brought are left
    /// out: their completions came from there.
    ///
    /// - Returns: the job that they make; nil where there is nothing to report.
    package func queueCompletions(of group: String, for connection: ConnectionID, at time: Date)
        async throws(StoreError) -> PushJob.ID?
    {
        let arguments: StatementArguments = ["connection": connection.row, "group": group]
        // Asked for again and again, and mostly in vain: only what is there to report takes a write.
        let isNews = try await read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (\(Self.completions))", arguments: arguments) ?? false
        }
        guard isNews else { return nil }
        let now = Instant.milliseconds(time)
        return try await write { db in
            let rows = try Row.fetchAll(
                db, sql: "\(Self.completions) ORDER BY a.id", arguments: arguments)
            guard !rows.isEmpty else { return nil }
            try db.execute(
                sql: "INSERT INTO push_job (connection, group_id, accepted) VALUES (?, ?, ?)",
                arguments: [connection.row, group, now])
            let job = db.lastInsertedRowID
            let encoder = JSONEncoder()
            for (index, row) in rows.enumerated() {
                let passed: Bool? = row["result"]
                let completion = PushedCompletion(
                    contentReference: row["external_id"], email: row["email"],
                    completedAt: Instant.date(row["completed_at"]),
                    startedAt: Instant.date(min(row["first_activity"], row["completed_at"] as Int64)),
                    passed: passed)
                let body = PushBody.completion(completion)
                try db.execute(
                    sql: """
                        INSERT INTO push_entry (job, connection, line, reference, key, body, state, due)
                        VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (job, key) DO NOTHING
                        """,
                    arguments: [
                        job, connection.row, index + 1, completion.contentReference, body.key,
                        try encoder.encode(body), now,
                    ])
                try db.execute(
                    sql: "INSERT INTO reported_attempt (connection, attempt) VALUES (?, ?)",
                    arguments: [connection.row, row["id"] as Int64])
            }
            return PushJob.ID(job)
        }
    }

    private static let completions = """
        SELECT a.id, a.first_activity, a.completed_at, a.result, l.email, i.external_id
        FROM pushed p JOIN deployment d ON d.group_id = :group AND d.connection <> p.connection
            JOIN item i ON i.connection = d.connection AND i.external_id = p.reference
            JOIN course c ON c.deployment = d.id AND c.item = i.id
            JOIN attempt a ON a.course = c.id JOIN learner l ON l.id = a.learner
        WHERE p.connection = :connection AND a.completed_at IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM reported_attempt r WHERE r.connection = :connection AND r.attempt = a.id)
        """
}
