package import Foundation
import GRDB
package import Model

extension Store {
    /// What has been done for every connection.
    package func scheduleHistory() async throws(StoreError) -> [ConnectionID: ScheduleHistory] {
        try await read { db in
            var histories: [ConnectionID: ScheduleHistory] = [:]
            let connections = try Row.fetchCursor(db, sql: "SELECT id, statistics_at FROM connection")
            while let row = try connections.next() {
                histories[ConnectionID(row["id"])] = ScheduleHistory(
                    statistics: (row["statistics_at"] as Int64?).map(Instant.date))
            }
            // The newest by number, not by time: a clock that was wrong once does not hold the schedule up.
            let runs = try Row.fetchCursor(
                db,
                sql: """
                    SELECT connection, kind, started FROM run WHERE id IN (
                        SELECT max(id) FROM run WHERE outcome IS NOT NULL AND outcome <> ?
                        GROUP BY connection, kind)
                    """, arguments: [Run.Outcome.interrupted.rawValue])
            while let row = try runs.next() {
                let started = Instant.date(row["started"])
                let id = ConnectionID(row["connection"])
                switch row["kind"] as String {
                case "catalog": histories[id, default: ScheduleHistory()].catalog = started
                default: histories[id, default: ScheduleHistory()].changes = started
                }
            }
            return histories
        }
    }

    /// Records that all statistics of a connection were read, by a run that began at `time`.
    package func recordStatistics(of connection: ConnectionID, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE connection SET statistics_at = ? WHERE id = ?",
                arguments: [Instant.milliseconds(time), connection.row])
        }
    }

    /// Records that a deployment was switched on, or is new.
    package func recordEnabled(_ deployment: Deployment, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE deployment SET enabled_at = ? WHERE id = ?",
                arguments: [Instant.milliseconds(time), deployment.id.row])
        }
    }
}
