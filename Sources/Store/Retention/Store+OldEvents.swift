package import Foundation

extension Store {
    /// Removes events that were dealt with before `time`, done or set aside, in short transactions.
    ///
    /// - Returns: how many.
    @discardableResult
    package func removeEvents(before time: Date) async throws(StoreError) -> Int {
        try await removeAll { db in
            try db.run(
                """
                DELETE FROM event WHERE id IN (
                    SELECT id FROM event WHERE finished < ? ORDER BY finished LIMIT ?)
                """, [Instant.milliseconds(time), Self.removedAtOnce])
        }
    }

    /// Removes pushes that ended before `time`, done or set aside, in short transactions, and jobs of which nothing
    /// is left.
    ///
    /// The oldest first: while something set aside could be sent again, what was pushed later about the same has to
    /// be known.
    ///
    /// - Returns: how many entries.
    @discardableResult
    package func removePushes(before time: Date) async throws(StoreError) -> Int {
        let limit = Instant.milliseconds(time)
        let removed = try await removeAll { db in
            try db.run(
                """
                DELETE FROM push_entry WHERE id IN (
                    SELECT id FROM push_entry WHERE finished < ? ORDER BY finished, id LIMIT ?)
                """, [limit, Self.removedAtOnce])
        }
        _ = try await removeAll { db in
            try db.run(
                """
                DELETE FROM push_job WHERE id IN (
                    SELECT id FROM push_job WHERE accepted < ? AND NOT EXISTS (
                        SELECT 1 FROM push_entry WHERE push_entry.job = push_job.id) LIMIT ?)
                """, [limit, Self.removedAtOnce])
        }
        return removed
    }

    /// Removes until a transaction finds less than it may remove.
    private func removeAll(
        _ some: @Sendable @escaping (Session) throws -> Int
    ) async throws(StoreError) -> Int {
        var removed = 0
        while true {
            let count = try await write(some)
            removed += count
            if count < Self.removedAtOnce { return removed }
        }
    }
}
