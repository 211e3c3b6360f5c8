import ConnectorKit
package import Foundation
import GRDB
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

    /// A job; nil where there is none of this id.
    package func pushJob(_ id: PushJob.ID) async throws(StoreError) -> PushJob? {
        try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT push_job.*, count(push_entry.id) AS entries,
                        coalesce(sum(push_entry.state = 0), 0) AS waiting
                    FROM push_job LEFT JOIN push_entry ON push_entry.job = push_job.id
                    WHERE push_job.id = ? GROUP BY push_job.id
                    """, arguments: [id.row]
            ).map { row in
                PushJob(
                    id: PushJob.ID(row["id"]), connection: ConnectionID(row["connection"]),
                    group: row["group_id"], accepted: Instant.date(row["accepted"]), entries: row["entries"],
                    waiting: row["waiting"])
            }
        }
    }

    /// Entries of a job after one of them, in their order.
    package func pushes(of job: PushJob.ID, after: StoredPush.ID? = nil, limit: Int) async throws(StoreError)
        -> [StoredPush]
    {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM push_entry WHERE job = ? AND id > ? ORDER BY id LIMIT ?",
                arguments: [job.row, after?.row ?? 0, limit]
            ).map(StoredPush.init)
        }
    }

    /// Entries by their ids, in the order in which they were accepted.
    package func pushes(_ ids: [StoredPush.ID]) async throws(StoreError) -> [StoredPush] {
        try await read { db in
            try ids.compactMap {
                try Row.fetchOne(db, sql: "SELECT * FROM push_entry WHERE id = ?", arguments: [$0.row])
                    .map(StoredPush.init)
            }
        }
    }

    // MARK: - Rows

    private static func openPushJob(
        of connection: ConnectionID, _ group: String, at time: Date, _ db: Database
    ) throws -> PushJob.ID {
        try db.execute(
            sql: "INSERT INTO push_job (connection, group_id, accepted) VALUES (?, ?, ?)",
            arguments: [connection.row, group, Instant.milliseconds(time)])
        return PushJob.ID(db.lastInsertedRowID)
    }

    private static func accept(
        _ rows: [PushRow], into job: PushJob.ID, of connection: ConnectionID, at time: Date, _ db: Database
    ) throws {
        let now = Instant.milliseconds(time)
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO push_entry (job, connection, line, reference, key, body, basis, action, state,
                    due, finished, outcome, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job, key) DO NOTHING
                """)
        let encoder = JSONEncoder()
        func refuse(_ row: PushRow, _ reason: String) throws {
            try insert.execute(arguments: [
                job.row, connection.row, row.line, row.reference, nil, nil, nil, nil,
                StoredPush.State.done.rawValue, now, now, PushOutcome.refused.rawValue, reason,
            ])
        }
        for row in rows {
            guard case .item(let body) = row.content else {
                if case .refused(let reason) = row.content { try refuse(row, reason) }
                continue
            }
            try insert.execute(arguments: [
                job.row, connection.row, row.line, row.reference, body.key, try encoder.encode(body),
                row.plan?.basis, row.plan?.action.rawValue, StoredPush.State.pending.rawValue, now, nil,
                nil, nil,
            ])
            guard db.changesCount == 0 else { continue }
            let first = try Int.fetchOne(
                db, sql: "SELECT line FROM push_entry WHERE job = ? AND key = ?",
                arguments: [job.row, body.key])
            try refuse(row, body.duplicate(of: first ?? 0))
        }
    }
}
