package import Foundation

extension Store {
    /// How many rows one transaction looks at or removes: short enough to keep nobody waiting (our decision).
    static let removedAtOnce = 500

    /// Removes runs that ended before `time`, with what they skipped, in short transactions.
    ///
    /// Of each connection and kind the newest run stays, the newest that was done, and the newest that came to an end
    /// of its own: the schedule goes by it.
    ///
    /// - Returns: how many.
    @discardableResult
    package func removeRuns(before time: Date) async throws(StoreError) -> Int {
        let limit = Instant.milliseconds(time)
        let kept = try await read { db in try Self.keptRuns(db) }
        var removed = 0
        var position: Int64? = 0
        while let start = position {
            let step = try await write { db in
                try Self.removeRuns(after: start, before: limit, except: kept, db)
            }
            removed += step.removed
            position = step.next
        }
        return removed
    }

    private static func keptRuns(_ db: Session) throws -> Set<Int64> {
        let conditions = [
            "", "WHERE outcome = 'done'", "WHERE outcome IS NOT NULL AND outcome <> 'interrupted'",
        ]
        return try conditions.reduce(into: []) { kept, condition in
            kept.formUnion(
                try db.values(Int64.self, "SELECT max(id) FROM run \(condition) GROUP BY connection, kind"))
        }
    }

    /// Looks at the next runs in the order in which they began, until none of them is old.
    private static func removeRuns(
        after start: Int64, before limit: Int64, except kept: Set<Int64>, _ db: Session
    ) throws -> (removed: Int, next: Int64?) {
        let rows = try db.rows(
            "SELECT id, finished FROM run WHERE id > ? ORDER BY id LIMIT ?", [start, removedAtOnce])
        let old = rows.filter { ($0["finished"] as Int64?).map { $0 < limit } ?? false }.map {
            $0["id"] as Int64
        }
        guard let last = rows.last, !old.isEmpty else { return (0, nil) }
        let values: Values = ["gone": old.filter { !kept.contains($0) }, "limit": 10 * removedAtOnce]
        let skipped = try db.run(
            """
            DELETE FROM skipped WHERE id IN (
                SELECT id FROM skipped WHERE \(db.sql.isAmong("run", ":gone")) LIMIT :limit)
            """, values)
        // There may be more of them than one transaction should remove.
        guard skipped < 10 * removedAtOnce else { return (0, start) }
        return (try db.run("DELETE FROM run WHERE \(db.sql.isAmong("id", ":gone"))", values), last["id"])
    }
}
