import ConnectorKit
import Foundation
import GRDB
import Model

/// The writes of one page, in one transaction.
package struct PageCommit: Sendable {
    let connection: ConnectionID
    let run: RunID
    let number: Int
    let known: KnownItems
    let mapped: [MappedItem]
    let deleted: [String]
    let refused: [RefusedItem]
    let memo: PageMemo?
    let checkpoint: Checkpoint?
    let rows: Int
    let durable: Bool

    init(
        connection: ConnectionID, run: RunID, number: Int, known: KnownItems, mapped: [MappedItem],
        deleted: [String], refused: [RefusedItem], memo: PageMemo?, checkpoint: Checkpoint?, rows: Int,
        durable: Bool
    ) {
        self.connection = connection
        self.run = run
        self.number = number
        self.known = known
        self.mapped = mapped
        self.deleted = deleted
        self.refused = refused
        self.memo = memo
        self.checkpoint = checkpoint
        self.rows = rows
        self.durable = durable
    }

    /// Keeps what is known of an unchanged page, and records what is skipped on it once more.
    init(
        connection: ConnectionID, run: RunID, number: Int, remembering memo: PageMemo, of items: [Int64],
        refused: [RefusedItem]
    ) {
        self.init(
            connection: connection, run: run, number: number, known: KnownItems(unchanged: items), mapped: [],
            deleted: [], refused: refused, memo: memo, checkpoint: nil, rows: 0, durable: false)
    }

    /// How many items of the page were skipped.
    package var skipped: Int { refused.count }

    /// Whether any item is written, so that courses may have to follow.
    var changesItems: Bool { !known.withdrawn.isEmpty || !mapped.isEmpty || !deleted.isEmpty }

    private var isEmpty: Bool { !changesItems && refused.isEmpty && memo == nil && !durable }

    /// Writes the page.
    ///
    /// - Returns: the rows of all items that were seen on it.
    package func write(to store: Store) async throws(StoreError) -> [Int64] {
        isEmpty ? known.rows : try await store.write { db in try write(db) }
    }

    func write(_ db: Database) throws -> [Int64] {
        var seen = known.rows
        seen += try ItemUpsert(connection, db).write(mapped)
        seen += try writeRefused(db)
        for row in known.withdrawn {
            try db.execute(
                sql: "UPDATE item SET state = ? WHERE id = ?", arguments: [ItemState.offered.rawValue, row])
        }
        for id in deleted {
            try db.execute(
                sql: "UPDATE item SET state = ? WHERE connection = ? AND external_id = ? AND state = ?",
                arguments: [ItemState.withdrawn.rawValue, connection.row, id, ItemState.offered.rawValue])
        }
        if !deleted.isEmpty || !known.outdated.isEmpty || !known.withdrawn.isEmpty {
            // What pages that were not yet read again had of these items no longer holds.
            try db.execute(
                sql: "DELETE FROM page WHERE connection = ? AND number > ?",
                arguments: [connection.row, deleted.isEmpty ? number : 0])
        }
        if changesItems { try unsettle(db) }
        try writeMemo(seen, db)
        if durable { try writeCheckpoint(seen, db) }
        return seen
    }

    private func writeMemo(_ seen: [Int64], _ db: Database) throws {
        guard let memo else {
            return try db.execute(
                sql: "DELETE FROM page WHERE connection = ? AND number = ?",
                arguments: [connection.row, number])
        }
        let items = Data(PageMemory.pack(seen))
        let had = try Data.fetchOne(
            db, sql: "SELECT items FROM page WHERE connection = ? AND number = ?",
            arguments: [connection.row, number])
        if had != items { try unsettle(db) }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO page (connection, number, memo, items, skipped) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [connection.row, number, memo.text, items, PageMemory.text(refused)])
    }

    /// What is remembered is no longer what the last complete listing had.
    private func unsettle(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE connection SET settled = 0 WHERE id = ? AND settled <> 0",
            arguments: [connection.row])
    }

    /// A skipped item counts as seen, so that its course stays as it was.
    private func writeRefused(_ db: Database) throws -> [Int64] {
        var seen: [Int64] = []
        for item in refused {
            try db.execute(
                sql: "INSERT INTO skipped (connection, external_id, reason, run) VALUES (?, ?, ?, ?)",
                arguments: [connection.row, item.id, item.reason, run.row])
            guard let id = item.id else { continue }
            let row = try Int64.fetchOne(
                db, sql: "SELECT id FROM item WHERE connection = ? AND external_id = ?",
                arguments: [connection.row, id])
            if let row { seen.append(row) }
        }
        return seen
    }

    private func writeCheckpoint(_ seen: [Int64], _ db: Database) throws {
        let listed = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO listed (connection, item) VALUES (?, ?)")
        for row in seen { try listed.execute(arguments: [connection.row, row]) }
        try db.execute(
            sql: "UPDATE connection SET checkpoint = ?, checkpoint_rows = ? WHERE id = ?",
            arguments: [checkpoint?.text, rows, connection.row])
    }
}

extension Store {
    /// Forgets what a run has kept of its listing, so that it begins at the first page: the items it skipped,
    /// which it will meet again, and where it stood.
    func forgetListing(of connection: ConnectionID, run: RunID, checkpoint: Bool) async throws(StoreError) {
        try await write { db in
            try db.execute(sql: "DELETE FROM skipped WHERE run = ?", arguments: [run.row])
            guard checkpoint else { return }
            try db.execute(
                sql: "UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0 WHERE id = ?",
                arguments: [connection.row])
            try db.execute(sql: "DELETE FROM listed WHERE connection = ?", arguments: [connection.row])
        }
    }
}
