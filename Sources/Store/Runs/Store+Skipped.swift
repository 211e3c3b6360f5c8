package import Model

/// A reason for which a run skipped items.
package struct SkippedReason: Sendable, Equatable {
    package let reason: String
    /// How many items it skipped for that.
    package let count: Int

    package init(reason: String, count: Int) {
        self.reason = reason
        self.count = count
    }
}

extension Store {
    /// What a run skipped, in the order in which it was listed.
    ///
    /// - Parameter reason: only what was skipped for this reason; nil for all.
    package func skippedItems(of run: RunID, because reason: String? = nil) async throws(StoreError)
        -> [SkippedItem]
    {
        let isWanted = reason == nil ? "" : "AND reason = :reason"
        return try await read { db in
            try db.rows(
                "SELECT external_id, reason FROM skipped WHERE run = :run \(isWanted) ORDER BY id",
                ["run": run.row, "reason": reason]
            ).map { SkippedItem(externalID: $0["external_id"], reason: $0["reason"]) }
        }
    }

    /// Why the catalog's runs of a connection skipped an item when they last did; nil if they never did.
    package func skipReason(of externalID: String, over connection: ConnectionID) async throws(StoreError)
        -> String?
    {
        try await read { db in
            try db.value(
                String.self,
                """
                SELECT s.reason FROM skipped s JOIN run r ON r.id = s.run
                WHERE s.connection = ? AND s.external_id = ? AND r.kind = 'catalog' ORDER BY s.id DESC LIMIT 1
                """, [connection.row, externalID])
        }
    }

    /// Why a run skipped items, the most frequent reason first.
    package func skippedReasons(of run: RunID) async throws(StoreError) -> [SkippedReason] {
        try await read { db in
            try db.rows(
                """
                SELECT reason, count(*) AS number FROM skipped WHERE run = ?
                GROUP BY reason ORDER BY number DESC, reason
                """, [run.row]
            ).map { SkippedReason(reason: $0["reason"], count: $0["number"]) }
        }
    }
}
