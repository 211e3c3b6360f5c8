import ConnectorKit
package import Foundation
package import Model

extension Store {
    /// Puts completed attempts of a group into the queue of a connection: those at courses whose external id is
    /// an external reference that was pushed to it, each once. Courses that the connection itself brought are left
    /// out: their completions came from there.
    ///
    /// - Returns: the job that they make; nil if there is nothing to report.
    package func queueCompletions(of group: String, for connection: ConnectionID, at time: Date)
        async throws(StoreError) -> PushJob.ID?
    {
        let arguments: Values = ["connection": connection.row, "group": group]
        // Asked for again and again, and mostly in vain: only what is there to report takes a write.
        let isNews = try await read { db in
            try db.exists(Self.completions, arguments)
        }
        guard isNews else { return nil }
        return try await write { db in
            try db.serialize("pushes of \(connection.row)")
            let rows = try db.rows("\(Self.completions) ORDER BY a.id", arguments)
            guard !rows.isEmpty else { return nil }
            let job = try Self.openPushJob(of: connection, group, at: time, db)
            let bodies = rows.map { row -> PushBody in
                let completedAt: Date = row["completed_at"]
                return .completion(
                    PushedCompletion(
                        contentReference: row["external_id"], email: row["email"], completedAt: completedAt,
                        startedAt: min(row["first_activity"], completedAt), passed: row["result"]))
            }
            // Of several about the same learner and content the first is reported.
            var keys: Set<String> = []
            let entries = bodies.enumerated().filter { keys.insert($0.element.key).inserted }.map {
                PushRow(line: $0.offset + 1, reference: $0.element.reference, content: .item($0.element))
            }
            try Self.accept(entries, into: job, of: connection, at: time, db)
            try db.each("INSERT INTO reported_attempt (connection, attempt) VALUES (?, ?)", rows) {
                try $1(connection.row, $0["id"] as Int64)
            }
            return job
        }
    }

    private static let completions = """
        SELECT a.id, a.first_activity, a.completed_at, a.result, l.email, i.external_id
        FROM (SELECT DISTINCT connection, reference FROM pushed WHERE connection = :connection) p
            JOIN deployment d ON d.group_id = :group AND d.connection <> p.connection
            JOIN item i ON i.connection = d.connection AND i.external_id = p.reference
            JOIN course c ON c.deployment = d.id AND c.item = i.id
            JOIN attempt a ON a.course = c.id JOIN learner l ON l.id = a.learner
        WHERE a.completed_at IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM reported_attempt r WHERE r.connection = :connection AND r.attempt = a.id)
        """
}
