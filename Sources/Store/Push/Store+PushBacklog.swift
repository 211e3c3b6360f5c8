package import Foundation
package import Model

/// What is left to do of the pushes of a group over a connection.
package struct PushBacklog: Sendable, Equatable {
    package let connection: ConnectionID
    package let group: String
    /// How many entries wait.
    package let pending: Int
    /// When the oldest of them was accepted; nil if none waits.
    package let oldest: Date?
    /// How many were tried too often; a person may have them tried again.
    package let setAside: Int
}

extension Store {
    /// What waits to be pushed, and what was set aside; groups with nothing of either are left out.
    package func pushBacklog() async throws(StoreError) -> [PushBacklog] {
        try await read { db in
            try db.rows(
                """
                SELECT push_job.connection, group_id, count(*) FILTER (WHERE state = 0) AS pending,
                    min(accepted) FILTER (WHERE state = 0) AS oldest, count(*) FILTER (WHERE state = 2) AS set_aside
                FROM (SELECT job, state FROM push_entry WHERE state = 0
                    UNION ALL SELECT job, state FROM push_entry WHERE state = 2) entry
                    JOIN push_job ON push_job.id = entry.job
                GROUP BY push_job.connection, group_id
                ORDER BY push_job.connection, group_id
                """
            ).map { row in
                PushBacklog(
                    connection: ConnectionID(row["connection"]), group: row["group_id"],
                    pending: row["pending"], oldest: row["oldest"],
                    setAside: row["set_aside"])
            }
        }
    }
}
