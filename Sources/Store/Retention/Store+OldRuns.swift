package import Foundation
import GRDB

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

    private static func keptRuns(_ db: Database) throws -> Set<Int64> {
        let conditions = [
            "", "WHERE outcome = 'done'", "WHERE outcome IS NOT NULL AND outcome <> 'interrupted'",
        ]
        return try conditions.reduce(into: []) { kept, condition in
            kept.formUnion(
                try Int64.fetchAll(db, sql: "SELECT max(id) FROM run \(condition) GROUP BY connection, kind"))
        }
    }

    /// Looks at the next runs in the order in which they began, until none of them is old.
    private static func removeRuns(
        after start: Int64, before limit: Int64, except kept: Set<Int64>, _ db: Database
    ) throws -> (removed: Int, next: Int64?) {
        let rows = try Row.fetchAll(
            db, sql: "SELECT id, finished FROM run WHERE id > ? ORDER BY id LIMIT ?",
            arguments: [start, removedAtOnce])
        let old = rows.filter { ($0["finished"] as Int64?).map { $0 < limit } ?? false }.map {
            $0["id"] as Int64
        }
        guard let last = rows.last, !old.isEmpty else { return (0, nil) }
        let gone = try JSONText.encode(old.filter { !kept.contains($0) }.map(String.init))
        try db.execute(
            sql: """
                DELETE FROM skipped WHERE rowid IN (
                    SELECT rowid FROM skipped WHERE run IN (
                        SELECT CAST(value AS INTEGER) FROM json_each(?)) LIMIT ?)
                """, arguments: [gone, 10 * removedAtOnce])
        // There may be more of them than one transaction should remove.
        guard db.changesCount < 10 * removedAtOnce else { return (0, start) }
        try db.execute(
            sql: "DELETE FROM run WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))",
            arguments: [gone])
        return (db.changesCount, last["id"])
    }
}
