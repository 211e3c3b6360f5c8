package import Foundation
package import Model

extension LeasedStore {
    /// Records that a run begins. The lease is that of its connection, or of its subject: an earlier run without an end
    /// was cut off, and is marked so.
    ///
    /// - Parameter subject: what a run of ``ConnectionID/every`` is about, such as a company.
    package func beginRun(
        kind: String, provider: String, connection: ConnectionID, subject: String = "", groups: [String],
        at time: Date
    ) async throws(StoreError) -> RunID {
        try await write { db in
            try Self.closeRuns(of: connection, subject, at: time, db)
            let id = try db.value(
                Int64.self,
                """
                INSERT INTO run (kind, provider, connection, subject, groups, started) VALUES (?, ?, ?, ?, ?, ?)
                RETURNING id
                """, [kind, provider, connection.row, subject, TextList.encode(groups), time])
            return RunID(id ?? 0)
        }
    }

    /// Records that the runs of a connection or a subject without an end were interrupted: who holds its lease knows
    /// that none of them goes on.
    package func closeRuns(of connection: ConnectionID, subject: String = "", at time: Date)
        async throws(StoreError)
    {
        try await write { db in try Self.closeRuns(of: connection, subject, at: time, db) }
    }

    private static func closeRuns(
        of connection: ConnectionID, _ subject: String, at time: Date, _ db: Session
    ) throws {
        try db.run(
            """
            UPDATE run SET outcome = ?, error = ?, finished = ?
            WHERE connection = ? AND subject = ? AND outcome IS NULL
            """,
            [
                Run.Outcome.interrupted.rawValue, "the process ended before the run did", time,
                connection.row,
                subject,
            ])
    }

    /// Records how a run ended.
    ///
    /// - Parameter remarks: what was unusual without changing the outcome.
    package func finishRun(
        _ run: RunID, at time: Date, outcome: Run.Outcome, error: String?, remarks: [String] = [],
        counters: Run.Counters, seconds: Double
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                UPDATE run SET finished = ?, outcome = ?, error = ?, remarks = ?, seen = ?, created = ?, updated = ?,
                    unchanged = ?, archived = ?, unarchived = ?, skipped = ?, requests = ?, bytes = ?, seconds = ?
                WHERE id = ?
                """,
                [
                    Instant.milliseconds(time), outcome.rawValue, error, TextList.encode(remarks),
                    counters.seen, counters.created,
                    counters.updated, counters.unchanged, counters.archived, counters.unarchived,
                    counters.skipped, counters.requests, counters.bytes, seconds, run.row,
                ])
        }
    }
}

extension Store {
    /// What has a run without an end: it goes on, or its process ended before it did.
    package func openRuns() async throws(StoreError) -> [(connection: ConnectionID, subject: String)] {
        try await read { db in
            try db.rows("SELECT DISTINCT connection, subject FROM run WHERE outcome IS NULL").map {
                (ConnectionID($0[0]), $0[1])
            }
        }
    }

    /// The newest runs first.
    ///
    /// - Parameter before: only runs that began before this one.
    package func runs(before: RunID? = nil, limit: Int? = nil) async throws(StoreError) -> [Run] {
        try await read { db in
            try db.rows(
                "SELECT * FROM run WHERE id < ? ORDER BY id DESC LIMIT ?",
                [before?.row ?? Int64.max, limit ?? Int.max]
            ).map(Run.init)
        }
    }

    /// The newest run of each connection and kind.
    package func newestRuns() async throws(StoreError) -> [Run] {
        try await read { db in
            try db.rows(
                "SELECT * FROM run WHERE id IN (SELECT max(id) FROM run GROUP BY connection, kind) ORDER BY id DESC"
            ).map(Run.init)
        }
    }

    /// When the oldest run of a kind began that is kept; nil if there is none.
    package func firstRun(of kind: String) async throws(StoreError) -> Date? {
        try await read { db in
            try db.value(Date.self, "SELECT min(started) FROM run WHERE kind = ?", [kind])
        }
    }

    /// The newest run of each connection and kind that was done.
    package func newestSuccesses() async throws(StoreError) -> [Run] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM run WHERE id IN (
                    SELECT max(id) FROM run WHERE outcome = ? GROUP BY connection, kind) ORDER BY id DESC
                """, [Run.Outcome.done.rawValue]
            ).map(Run.init)
        }
    }

    /// One run; nil if there is none of this id.
    package func run(_ id: RunID) async throws(StoreError) -> Run? {
        try await read { db in
            try db.row("SELECT * FROM run WHERE id = ?", [id.row]).map(Run.init)
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
            started: row["started"], finished: row["finished"],
            outcome: (row["outcome"] as String?).flatMap(Outcome.init), error: row["error"],
            remarks: TextList.decode(row["remarks"]), counters: counters, seconds: row["seconds"])
    }
}
