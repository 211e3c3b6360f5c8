package import ConnectorKit
package import Model

/// Where the listing of a connection's enrolments stands.
package struct StatisticsListing: Sendable, Equatable {
    /// A listing whose run ended before it did.
    package struct Interrupted: Sendable, Equatable {
        package let checkpoint: Checkpoint
        /// Rows of it that were read.
        package let rows: Int
        /// Whether it lists everything, not only what changed.
        package let isWhole: Bool
    }

    package let interrupted: Interrupted?
    /// Where a listing of changes may take up.
    package let mark: Checkpoint?
}

extension Store {
    package func statisticsListing(of connection: ConnectionID) async throws(StoreError) -> StatisticsListing
    {
        try await read { db in
            let row = try db.row(
                "SELECT stats_checkpoint, stats_rows, stats_whole, stats_mark FROM connection WHERE id = ?",
                [connection.row])
            let interrupted = (row?["stats_checkpoint"] as String?).map {
                StatisticsListing.Interrupted(
                    checkpoint: Checkpoint($0), rows: row?["stats_rows"] ?? 0,
                    isWhole: row?["stats_whole"] ?? false)
            }
            return StatisticsListing(
                interrupted: interrupted, mark: (row?["stats_mark"] as String?).map { Checkpoint($0) })
        }
    }
}

extension LeasedStore {
    /// Leaves an interrupted listing aside, so that the next begins at its first page.
    package func forgetStatisticsListing(of connection: ConnectionID) async throws(StoreError) {
        try await write { db in try Self.forgetListing(of: connection, db) }
    }

    /// A listing has come to its end.
    ///
    /// - Parameter mark: where a listing of changes may take up; nil leaves the one that is kept.
    package func endStatisticsListing(of connection: ConnectionID, mark: Checkpoint?) async throws(StoreError)
    {
        try await write { db in
            try Self.forgetListing(of: connection, db)
            guard let mark else { return }
            try db.run(
                "UPDATE connection SET stats_mark = :mark WHERE id = :id AND stats_mark IS DISTINCT FROM :mark",
                ["mark": mark.text, "id": connection.row])
        }
    }

    private static func forgetListing(of connection: ConnectionID, _ db: Session) throws {
        try db.run(
            """
            UPDATE connection SET stats_checkpoint = NULL, stats_rows = 0, stats_whole = 0
            WHERE id = ? AND stats_checkpoint IS NOT NULL
            """, [connection.row])
    }
}

extension EnrolmentBatch.ListedPage {
    /// A page that changed nothing leaves the checkpoint where it was: it may as well be read again.
    func write(_ connection: ConnectionID, changed: Bool, _ db: Session) throws {
        try db.skip(refused, of: connection, in: run)
        guard changed, let next else { return }
        try db.run(
            "UPDATE connection SET stats_checkpoint = ?, stats_rows = ?, stats_whole = ? WHERE id = ?",
            [next.text, rows, isWhole, connection.row])
    }
}
