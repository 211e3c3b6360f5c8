package import Foundation
import GRDB
package import Model

extension Store {
    /// Records that a run begins. Called under the connection's lease: an earlier run without an end was cut
    /// off, and is marked so.
    package func beginRun(
        kind: String, provider: String, connection: ConnectionID, groups: [String], at time: Date
    ) async throws(StoreError) -> RunID {
        try await write { db in
            try Self.closeRuns(of: connection, at: time, db)
            try db.execute(
                sql: "INSERT INTO run (kind, provider, connection, groups, started) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    kind, provider, connection.row, TextList.encode(groups), Instant.milliseconds(time),
                ])
            return RunID(db.lastInsertedRowID)
        }
    }

    /// The connections with a run that has no end: it goes on, or its process ended before it did.
    package func connectionsAtWork() async throws(StoreError) -> [ConnectionID] {
        try await read { db in
            try Int64.fetchAll(db, sql: "SELECT DISTINCT connection FROM run WHERE outcome IS NULL").map(
                ConnectionID.init)
        }
    }

    /// Records that the runs of a connection without an end were interrupted. Called under its lease, which
    /// shows that none of them goes on.
    package func closeRuns(of connection: ConnectionID, at time: Date) async throws(StoreError) {
        try await write { db in try Self.closeRuns(of: connection, at: time, db) }
    }

    private static func closeRuns(of connection: ConnectionID, at time: Date, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE run SET outcome = ?, error = ?, finished = ? WHERE connection = ? AND outcome IS NULL
                """,
            arguments: [
                Run.Outcome.interrupted.rawValue, "the process ended before the run did",
                Instant.milliseconds(time), connection.row,
            ])
    }

    /// Records how a run ended.
    package func finishRun(
        _ run: RunID, at time: Date, outcome: Run.Outcome, error: String?, counters: Run.Counters,
        seconds: Double
    ) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE run SET finished = ?, outcome = ?, error = ?, seen = ?, created = ?, updated = ?,
                        unchanged = ?, archived = ?, unarchived = ?, skipped = ?, requests = ?, bytes = ?, seconds = ?
                    WHERE id = ?
                    """,
                arguments: [
                    Instant.milliseconds(time), outcome.rawValue, error, counters.seen, counters.created,
                    counters.updated, counters.unchanged, counters.archived, counters.unarchived,
                    counters.skipped, counters.requests, counters.bytes, seconds, run.row,
                ])
        }
    }

    /// The newest runs first.
    ///
    /// - Parameter before: only runs that began before this one.
    package func runs(before: RunID? = nil, limit: Int? = nil) async throws(StoreError) -> [Run] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM run WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [before?.row ?? Int64.max, limit ?? -1]
            ).map(Run.init)
        }
    }

    /// The newest run of each connection and kind.
    package func newestRuns() async throws(StoreError) -> [Run] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT * FROM run WHERE id IN (SELECT max(id) FROM run GROUP BY connection, kind) ORDER BY id DESC"
            ).map(Run.init)
        }
    }

    /// The newest run of each connection and kind that was done.
    package func newestSuccesses() async throws(StoreError) -> [Run] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM run WHERE id IN (
                        SELECT max(id) FROM run WHERE outcome = ? GROUP BY connection, kind) ORDER BY id DESC
                    """, arguments: [Run.Outcome.done.rawValue]
            ).map(Run.init)
        }
    }

    /// One run; nil where there is none of this id.
    package func run(_ id: RunID) async throws(StoreError) -> Run? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id.row]).map(Run.init)
        }
    }

    /// What a run skipped, in the order in which it was listed.
    package func skippedItems(of run: RunID) async throws(StoreError) -> [SkippedItem] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT external_id, reason FROM skipped WHERE run = ? ORDER BY rowid",
                arguments: [run.row]
            ).map { SkippedItem(externalID: $0["external_id"], reason: $0["reason"]) }
        }
    }
}

extension Run {
    init(_ row: Row) {
        var counters = Counters()
        counters.seen = row["seen"]
        counters.created = row["created"]
        counters.updated = row["updated"]
        counters.unchanged = row["unchanged"]
        counters.archived = row["archived"]
        counters.unarchived = row["unarchived"]
        counters.skipped = row["skipped"]
        counters.requests = row["requests"]
        counters.bytes = row["bytes"]
        self.init(
            id: RunID(row["id"]), kind: row["kind"], provider: row["provider"],
            connection: ConnectionID(row["connection"]), groups: TextList.decode(row["groups"]),
            started: Instant.date(row["started"]), finished: (row["finished"] as Int64?).map(Instant.date),
            outcome: (row["outcome"] as String?).flatMap(Outcome.init), error: row["error"],
            counters: counters, seconds: row["seconds"])
    }
}
