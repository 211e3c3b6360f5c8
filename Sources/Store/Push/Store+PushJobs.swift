import ConnectorKit
package import Foundation
package import Model

extension Store {
    /// Opens a job, into which rows are accepted.
    package func openPushJob(of connection: ConnectionID, group: String, at time: Date)
        async throws(StoreError) -> PushJob.ID
    {
        try await write { db in try Self.openPushJob(of: connection, group, at: time, db) }
    }

    /// Keeps rows; they are on the disk when this returns. A row about what an earlier one of the same job is
    /// about already is refused.
    package func accept(
        _ rows: [PushRow], into job: PushJob.ID, of connection: ConnectionID, at time: Date
    ) async throws(StoreError) {
        try await writeToDisk { db in
            try Self.accept(rows, into: job, of: connection, at: time, db)
        }
    }

    /// Keeps rows as a job of their own, all or none; they are on the disk when this returns.
    package func accept(
        _ rows: [PushRow], of connection: ConnectionID, group: String, at time: Date
    ) async throws(StoreError) -> PushJob.ID {
        try await writeToDisk { db in
            let job = try Self.openPushJob(of: connection, group, at: time, db)
            try Self.accept(rows, into: job, of: connection, at: time, db)
            return job
        }
    }

    /// A job; nil if there is none of this id.
    package func pushJob(_ id: PushJob.ID) async throws(StoreError) -> PushJob? {
        try await read { db in
            try db.row(
                """
                SELECT push_job.*, count(push_entry.id) AS entries,
                    count(*) FILTER (WHERE push_entry.state = 0) AS waiting,
                    count(*) FILTER (WHERE push_entry.outcome IN (:refused, :failed)) AS failed
                FROM push_job LEFT JOIN push_entry ON push_entry.job = push_job.id
                WHERE push_job.id = :job GROUP BY push_job.id
                """,
                [
                    "job": id.row, "refused": PushOutcome.refused.rawValue,
                    "failed": PushOutcome.failed.rawValue,
                ]
            ).map { row in
                PushJob(
                    id: PushJob.ID(row["id"]), connection: ConnectionID(row["connection"]),
                    group: row["group_id"], accepted: row["accepted"], entries: row["entries"],
                    waiting: row["waiting"], failed: row["failed"])
            }
        }
    }

    /// Entries of a job after one of them, in their order.
    package func pushes(of job: PushJob.ID, after: StoredPush.ID? = nil, limit: Int) async throws(StoreError)
        -> [StoredPush]
    {
        try await read { db in
            try db.rows(
                "SELECT * FROM push_entry WHERE job = ? AND id > ? ORDER BY id LIMIT ?",
                [job.row, after?.row ?? 0, limit]
            ).map(StoredPush.init)
        }
    }

    /// Entries by their ids, in the order in which they were accepted.
    package func pushes(_ ids: [StoredPush.ID]) async throws(StoreError) -> [StoredPush] {
        try await read { db in
            try StoredPush.fetch(ids.map(\.row), db)
        }
    }

    /// The entries of a job that were refused or failed, in order of their ids.
    ///
    /// - Parameter after: only those with a greater id; nil for all.
    package func failedPushes(of job: PushJob.ID, after: StoredPush.ID? = nil, limit: Int)
        async throws(StoreError) -> [StoredPush]
    {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM push_entry WHERE job = ? AND id > ? AND outcome IN (?, ?) ORDER BY id LIMIT ?
                """,
                [
                    job.row, after?.row ?? 0, PushOutcome.refused.rawValue, PushOutcome.failed.rawValue,
                    limit,
                ]
            ).map(StoredPush.init)
        }
    }

    // MARK: - Rows

    static func openPushJob(
        of connection: ConnectionID, _ group: String, at time: Date, _ db: Session
    ) throws -> PushJob.ID {
        let id = try db.value(
            Int64.self, "INSERT INTO push_job (connection, group_id, accepted) VALUES (?, ?, ?) RETURNING id",
            [connection.row, group, time])
        return PushJob.ID(id ?? 0)
    }

    static func accept(
        _ rows: [PushRow], into job: PushJob.ID, of connection: ConnectionID, at time: Date, _ db: Session
    ) throws {
        // Rows are sent in the order of their numbers, so they are numbered in the order in which they are kept.
        try db.serialize("pushes of \(connection.row)")
        // The line of the first row about each thing.
        var lines: [String: Int] = [:]
        let keys = rows.compactMap { row in
            if case .item(let body) = row.content { body.key } else { nil }
        }
        let known = try db.rows(
            "SELECT key, line FROM push_entry WHERE job = :job AND \(db.sql.isAmong("key", ":keys"))",
            ["job": job.row, "keys": keys])
        for row in known { lines[row[0]] = row[1] }
        let encoder = JSONEncoder()
        try db.each(Self.insert, rows) { row, values in
            func refuse(_ reason: String, _ given: String?) throws {
                try values(
                    job.row, connection.row, row.line, row.reference, String?.none, Data?.none, given,
                    String?.none,
                    String?.none, StoredPush.State.done.rawValue, time, time, PushOutcome.refused.rawValue,
                    reason)
            }
            switch row.content {
            case .refused(let reason): try refuse(reason, row.given)
            case .item(let body):
                if let first = lines[body.key] {
                    return try refuse(body.duplicate(of: first), body.columns.json)
                }
                lines[body.key] = row.line
                try values(
                    job.row, connection.row, row.line, row.reference, body.key, try encoder.encode(body),
                    String?.none,
                    row.plan?.basis, row.plan?.action.rawValue, StoredPush.State.pending.rawValue, time,
                    Date?.none, String?.none, String?.none)
            }
        }
    }

    private static let insert = """
        INSERT INTO push_entry (job, connection, line, reference, key, body, given, basis, action, state, due, finished,
            outcome, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job, key) DO NOTHING
        """
}
