import ConnectorKit
package import Foundation
package import Model

extension Store {
    /// An entry waits for the earlier ones about the same, and a completion for its content as well.
    private var isFirst: String {
        """
        NOT EXISTS (
            SELECT 1 FROM push_entry AS earlier
            WHERE earlier.connection = entry.connection AND earlier.state = 0 AND earlier.id < entry.id
                AND earlier.key IN (entry.key, 'content' || \(engine.dialect.character(10)) || entry.reference))
        """
    }

    /// The entries of a connection that are due, the oldest first; none before an earlier one about the same.
    package func duePushes(of connection: ConnectionID, at time: Date, limit: Int) async throws(StoreError)
        -> [StoredPush]
    {
        try await read { [isFirst] db in
            try db.rows(
                """
                SELECT * FROM push_entry AS entry
                WHERE connection = ? AND state = 0 AND due <= ? AND \(isFirst)
                ORDER BY id LIMIT ?
                """, [connection.row, Instant.milliseconds(time), limit]
            ).map(StoredPush.init)
        }
    }

    /// When the next waiting entry of a connection is due; nil if none waits.
    package func nextPush(of connection: ConnectionID) async throws(StoreError) -> Date? {
        try await read { [isFirst] db in
            try db.value(
                Int64.self,
                """
                SELECT min(due) FROM push_entry AS entry
                WHERE connection = ? AND state = 0 AND \(isFirst)
                """, [connection.row]
            ).map(Instant.date)
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
            let ids = try db.values(
                Int64.self, "SELECT id FROM push_entry WHERE state = 2 AND id = coalesce(?, id) ORDER BY id",
                [id?.row])
            // In their order: whether one is sent may depend on the one before.
            for entry in ids {
                try db.run(
                    """
                    UPDATE push_entry SET state = 1, outcome = ?, reason = ?, finished = ?
                    WHERE id = ? AND EXISTS (
                        SELECT 1 FROM push_entry AS later
                        WHERE later.connection = push_entry.connection AND later.key = push_entry.key
                            AND later.id > push_entry.id
                            AND (later.state <> 1 OR later.outcome <> ?))
                    """,
                    [
                        PushOutcome.unchanged.rawValue, "something newer was pushed since", now, entry,
                        PushOutcome.refused.rawValue,
                    ])
                try db.run(
                    """
                    UPDATE push_entry SET state = 0, outcome = NULL, finished = NULL, attempts = ?, due = ?
                    WHERE id = ? AND state = 2
                    """, [attempts, now, entry])
            }
            return try StoredPush.fetch(ids, db)
        }
    }
}

extension LeasedStore {
    /// Records what came of entries.
    ///
    /// - Parameters:
    ///   - run: the run that tried them, which lists what it could not bring about.
    ///   - rule: as for ``applyListing(_:rule:verdict:since:shrink:)``. Courses of content that turns out to be the
    ///     group's own follow it at once (rule P14).
    package func record(
        _ tries: [(push: StoredPush, result: PushTry)], of run: RunID? = nil, at time: Date,
        rule: @escaping @Sendable (_ applied: String) -> StandingRule? = { _ in nil }
    ) async throws(StoreError) {
        guard !tries.isEmpty else { return }
        let now = Instant.milliseconds(time)
        try await write { db in
            if let run {
                for (push, result) in tries {
                    guard let reason = result.complaint else { continue }
                    try db.skip(
                        [RefusedItem(id: push.reference, reason: reason)], of: push.connection, in: run)
                }
            }
            try db.each(
                """
                UPDATE push_entry SET attempts = attempts + 1, state = ?, finished = ?, outcome = ?, reason = ?,
                    due = coalesce(?, due)
                WHERE id = ? AND state = 0
                """, tries
            ) { one, values in
                let id = one.push.id.row
                switch one.result {
                case .done(let outcome, let reason, _):
                    try values(StoredPush.State.done.rawValue, now, outcome.rawValue, reason, Int64?.none, id)
                case .postponed(let until, let reason):
                    let due = Instant.milliseconds(until)
                    try values(
                        StoredPush.State.pending.rawValue, Int64?.none, String?.none, reason, due, id)
                case .setAside(let reason):
                    try values(
                        StoredPush.State.setAside.rawValue, now, PushOutcome.failed.rawValue, reason,
                        Int64?.none,
                        id)
                }
            }
            try PushedContents(db: db).keep(tries, rule: rule)
        }
    }
}
