import ConnectorKit
public import Foundation
import GRDB

extension Store {
    /// Puts completed attempts of a group into the queue of a connection: those at courses whose external id is
    /// an external reference that was pushed to it, each once. Courses that the connection itself brought are left
    /// out: their completions came from there.
    ///
    /// - Returns: how many were put into it.
    public func queueCompletions(of group: String, for connection: ConnectionID, at time: Date)
        async throws(StoreError) -> Int
    {
        let isUsed = try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM pushed WHERE connection = ?)",
                arguments: [connection.row]) ?? false
        }
        guard isUsed else { return 0 }
        let now = Instant.milliseconds(time)
        return try await write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.id, a.first_activity, a.completed_at, a.result, l.email, i.external_id
                    FROM deployment d JOIN course c ON c.deployment = d.id JOIN item i ON i.id = c.item
                        JOIN pushed p ON p.connection = :connection AND p.reference = i.external_id
                        JOIN attempt a ON a.course = c.id JOIN learner l ON l.id = a.learner
                    WHERE d.group_id = :group AND d.connection <> :connection AND a.completed_at IS NOT NULL
                        AND NOT EXISTS (
                            SELECT 1 FROM reported_attempt r
                            WHERE r.connection = :connection AND r.attempt = a.id)
                    ORDER BY a.id
                    """, arguments: ["connection": connection.row, "group": group])
            guard !rows.isEmpty else { return 0 }
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
            return rows.count
        }
    }
}
