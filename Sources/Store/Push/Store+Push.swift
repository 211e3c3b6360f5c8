import ConnectorKit
package import Foundation
import GRDB
package import Model

extension Store {
    /// An entry waits for the earlier ones about the same, and a completion for its content as well.
    private static let isFirst = """
        NOT EXISTS (
            SELECT 1 FROM push_entry AS earlier
            WHERE earlier.connection = entry.connection AND earlier.state = 0 AND earlier.id < entry.id
                AND earlier.key IN (entry.key, 'content' || char(10) || entry.reference))
        """

    /// The entries of a connection that are due, the oldest first; none before an earlier one about the same.
    package func duePushes(of connection: ConnectionID, at time: Date, limit: Int) async throws(StoreError)
        -> [StoredPush]
    {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM push_entry AS entry
                    WHERE connection = ? AND state = 0 AND due <= ? AND \(Self.isFirst)
                    ORDER BY id LIMIT ?
                    """, arguments: [connection.row, Instant.milliseconds(time), limit]
            ).map(StoredPush.init)
        }
    }

    /// When the next waiting entry of a connection is due; nil where none waits.
    package func nextPush(of connection: ConnectionID) async throws(StoreError) -> Date? {
        try await read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(due) FROM push_entry AS entry
                    WHERE connection = ? AND state = 0 AND \(Self.isFirst)
                    """, arguments: [connection.row]
            ).map(Instant.date)
        }
    }

    /// Records what came of entries.
    ///
    /// - Parameter run: the run that tried them, which lists what it could not bring about.
    package func record(
        _ tries: [(push: StoredPush, result: PushTry)], of run: RunID? = nil, at time: Date
    ) async throws(StoreError) {
        guard !tries.isEmpty else { return }
        let now = Instant.milliseconds(time)
        try await write { db in
            let finish = try db.cachedStatement(
                sql: """
                    UPDATE push_entry SET state = 1, finished = ?, outcome = ?, reason = ?,
                        attempts = attempts + 1 WHERE id = ? AND state = 0
                    """)
            let known = try db.cachedStatement(
                sql: "INSERT INTO pushed (connection, reference) VALUES (?, ?) ON CONFLICT DO NOTHING")
            for (push, result) in tries {
                if let run, let reason = result.complaint {
                    try db.execute(
                        sql: "INSERT INTO skipped (connection, external_id, reason, run) VALUES (?, ?, ?, ?)",
                        arguments: [push.connection.row, push.reference, reason, run.row])
                }
                switch result {
                case .done(let outcome, let reason):
                    try finish.execute(arguments: [now, outcome.rawValue, reason, push.id.row])
                    if case .content(let content)? = push.body, outcome != .refused {
                        try known.execute(arguments: [push.connection.row, content.externalReference])
                    }
                case .postponed(let until, let reason):
                    try db.execute(
                        sql: """
                            UPDATE push_entry SET attempts = attempts + 1, due = ?, reason = ?
                            WHERE id = ? AND state = 0
                            """, arguments: [Instant.milliseconds(until), reason, push.id.row])
                case .setAside(let reason):
                    try db.execute(
                        sql: """
                            UPDATE push_entry SET attempts = attempts + 1, state = 2, finished = ?,
                                outcome = ?, reason = ? WHERE id = ? AND state = 0
                            """,
                        arguments: [now, PushOutcome.failed.rawValue, reason, push.id.row])
                }
            }
        }
    }

    /// Makes entries that were set aside due again: all of them, or one. Where something newer about the same
    /// was accepted since, that counts, and the entry is done without being sent; but not what the provider
    /// refused.
    ///
    /// - Parameter attempts: how many tries they count as having had.
    /// - Returns: those entries, in the order in which they were accepted.
    package func replayPushes(_ id: StoredPush.ID?, attempts: Int, at time: Date) async throws(StoreError)
        -> [StoredPush]
    {
        let now = Instant.milliseconds(time)
        return try await write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id FROM push_entry WHERE state = 2 AND id = ifnull(?, id) ORDER BY id",
                arguments: [id?.row])
            for row in rows {
                let entry: Int64 = row["id"]
                try db.execute(
                    sql: """
                        UPDATE push_entry SET state = 1, outcome = ?, reason = ?, finished = ?
                        WHERE id = ? AND EXISTS (
                            SELECT 1 FROM push_entry AS later
                            WHERE later.connection = push_entry.connection AND later.key = push_entry.key
                                AND later.id > push_entry.id
                                AND (later.state <> 1 OR later.outcome <> ?))
                        """,
                    arguments: [
                        PushOutcome.unchanged.rawValue, "something newer was pushed since", now, entry,
                        PushOutcome.refused.rawValue,
                    ])
                try db.execute(
                    sql: """
                        UPDATE push_entry SET state = 0, outcome = NULL, finished = NULL, attempts = ?, due = ?
                        WHERE id = ? AND state = 2
                        """, arguments: [attempts, now, entry])
            }
            return try rows.compactMap {
                try Row.fetchOne(
                    db, sql: "SELECT * FROM push_entry WHERE id = ?", arguments: [$0["id"] as Int64]
                ).map(StoredPush.init)
            }
        }
    }
}
