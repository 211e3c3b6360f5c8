package import Foundation
package import Model

extension Store {
    /// What has been done for every connection.
    package func scheduleHistory() async throws(StoreError) -> [ConnectionID: ScheduleHistory] {
        try await read { db in
            var histories: [ConnectionID: ScheduleHistory] = [:]
            for row in try db.rows("SELECT id, statistics_at FROM connection") {
                histories[ConnectionID(row["id"])] = ScheduleHistory(statistics: row["statistics_at"])
            }
            // The newest by number, not by time: a clock that was wrong once does not hold the schedule up.
            let runs = try db.rows(
                """
                SELECT connection, kind, started FROM run WHERE id IN (
                    SELECT max(id) FROM run WHERE outcome IS NOT NULL AND outcome <> ?
                    GROUP BY connection, kind)
                """, [Run.Outcome.interrupted.rawValue])
            for row in runs {
                let id = ConnectionID(row["connection"])
                switch row["kind"] as String {
                case "catalog": histories[id, default: ScheduleHistory()].catalog = row["started"]
                default: histories[id, default: ScheduleHistory()].changes = row["started"]
                }
            }
            return histories
        }
    }

    /// Records that all statistics of a connection were read, by a run that began at `time`.
    package func recordStatistics(of connection: ConnectionID, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE connection SET statistics_at = ? WHERE id = ?",
                [Instant.milliseconds(time), connection.row])
        }
    }

    /// Records that a deployment was switched on, or is new.
    package func recordEnabled(_ deployment: Deployment, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE deployment SET enabled_at = ? WHERE id = ?",
                [Instant.milliseconds(time), deployment.id.row])
        }
    }
}
