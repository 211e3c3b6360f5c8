package import ConnectorKit
import Foundation
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
    let record: Record
    let checkpoint: Checkpoint?
    let rows: Int
    let durable: Bool
    /// Counts the items of the page once it is written.
    let seen: SeenItems

    /// What becomes of what is remembered of the page.
    enum Record {
        case remembered(PageMemo)
        case forgotten
        /// It is what it was.
        case unchanged
    }

    init(
        connection: ConnectionID, run: RunID, number: Int, known: KnownItems, mapped: [MappedItem],
        deleted: [String], refused: [RefusedItem], record: Record, checkpoint: Checkpoint?, rows: Int,
        durable: Bool, seen: SeenItems
    ) {
        self.connection = connection
        self.run = run
        self.number = number
        self.known = known
        self.mapped = mapped
        self.deleted = deleted
        self.refused = refused
        self.record = record
        self.checkpoint = checkpoint
        self.rows = rows
        self.durable = durable
        self.seen = seen
    }

    /// Keeps what is known of an unchanged page, and records what is skipped on it once more.
    init(
        connection: ConnectionID, run: RunID, number: Int, record: Record, of items: [Int64],
        refused: [RefusedItem], seen: SeenItems
    ) {
        self.init(
            connection: connection, run: run, number: number, known: KnownItems(unchanged: items), mapped: [],
            deleted: [], refused: refused, record: record, checkpoint: nil, rows: 0, durable: false,
            seen: seen)
    }

    /// How many items of the page were skipped.
    package var skipped: Int { refused.count }

    /// Whether the page changes one of these items, so that they can be judged only once it is written.
    package func changes(_ items: [RawItem]) -> Bool {
        guard !mapped.isEmpty || !deleted.isEmpty else { return false }
        let changed = Set(deleted).union(mapped.map(\.raw.id))
        return items.contains { changed.contains($0.id) }
    }

    /// Whether any item is written, so that courses may have to follow.
    var changesItems: Bool { !known.withdrawn.isEmpty || !mapped.isEmpty || !deleted.isEmpty }

    private var isEmpty: Bool {
        if case .remembered = record { return false }
        return !changesItems && refused.isEmpty && !durable
    }

    /// How many changed items the page has.
    package var count: Int { mapped.count + deleted.count }

    /// Writes pages in their order, in one transaction; their items count as seen then.
    package static func write(_ pages: [PageCommit], to store: LeasedStore) async throws(StoreError) {
        let isEmpty = pages.allSatisfy(\.isEmpty)
        let rows =
            isEmpty
            ? pages.map(\.known.rows) : try await store.write { db in try pages.map { try $0.write(db) } }
        for (page, rows) in zip(pages, rows) { page.seen.insert(rows) }
    }

    /// - Returns: the rows of all items on the page.
    func write(_ db: Session) throws -> [Int64] {
        var seen = known.rows
        if case .unchanged = record {
            try db.skip(refused, of: connection, in: run)
            return seen
        }
        seen += try ItemUpsert(connection: connection).write(mapped, db)
        seen += try writeRefused(db)
        try db.each("UPDATE item SET state = ? WHERE id = ?", known.withdrawn) {
            try $1(ItemState.offered.rawValue, $0)
        }
        try db.each(
            "UPDATE item SET state = ? WHERE connection = ? AND external_id = ? AND state = ?", deleted
        ) {
            try $1(ItemState.withdrawn.rawValue, connection.row, $0, ItemState.offered.rawValue)
        }
        if !deleted.isEmpty || !known.outdated.isEmpty || !known.withdrawn.isEmpty {
            // What pages that were not yet read again had of these items no longer holds.
            try db.run(
                "DELETE FROM page WHERE connection = ? AND number > ?",
                [connection.row, deleted.isEmpty ? number : 0])
        }
        if !deleted.isEmpty || !known.withdrawn.isEmpty { try db.numberChange(to: connection) }
        if changesItems { try unsettle(db) }
        try writeMemo(seen, db)
        if durable { try writeCheckpoint(seen, db) }
        return seen
    }

    private func writeMemo(_ seen: [Int64], _ db: Session) throws {
        guard case .remembered(let memo) = record else {
            try db.run("DELETE FROM page WHERE connection = ? AND number = ?", [connection.row, number])
            return
        }
        let items = Data(PageMemory.pack(seen))
        let had = try db.value(
            Data.self, "SELECT items FROM page WHERE connection = ? AND number = ?", [connection.row, number])
        if had != items { try unsettle(db) }
        try db.run(
            """
            INSERT INTO page (connection, number, memo, items, skipped) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (connection, number) DO UPDATE SET memo = excluded.memo, items = excluded.items,
                skipped = excluded.skipped
            """, [connection.row, number, memo.text, items, PageMemory.text(refused)])
    }

    /// What is remembered is no longer what the last complete listing had.
    private func unsettle(_ db: Session) throws {
        try db.run("UPDATE connection SET settled = 0 WHERE id = ? AND settled <> 0", [connection.row])
    }

    /// A skipped item counts as seen, so that its course stays as it was.
    private func writeRefused(_ db: Session) throws -> [Int64] {
        try db.skip(refused, of: connection, in: run)
        var seen: [Int64] = []
        try db.each(
            "SELECT id FROM item WHERE connection = ? AND external_id = ?", refused.compactMap(\.id)
        ) {
            try $1(connection.row, $0)
        } found: {
            if let row = $1 { seen.append(row[0]) }
        }
        return seen
    }

    private func writeCheckpoint(_ seen: [Int64], _ db: Session) throws {
        try db.list(seen, of: connection)
        try db.run(
            "UPDATE connection SET checkpoint = ?, checkpoint_rows = ? WHERE id = ?",
            [checkpoint?.text, rows, connection.row])
    }
}

extension Session {
    /// Gives a change to items of a connection that leaves their content as it is a number of its own.
    func numberChange(to connection: ConnectionID) throws {
        try run("UPDATE connection SET revision = revision + 1 WHERE id = ?", [connection.row])
    }

    /// Records what a run skipped.
    func skip(_ items: [RefusedItem], of connection: ConnectionID, in run: RunID) throws {
        try insert(
            into: "skipped (connection, external_id, reason, run)", width: 4, otherwise: "", items
        ) {
            try $1(connection.row, $0.id, $0.reason, run.row)
        }
    }

    /// Counts items as seen by a listing that may be taken up half-way.
    func list(_ items: [Int64], of connection: ConnectionID) throws {
        try insert(
            into: "listed (connection, item)", width: 2, otherwise: "ON CONFLICT DO NOTHING", items
        ) {
            try $1(connection.row, $0)
        }
    }
}

extension LeasedStore {
    /// Forgets what a run has kept of its listing, so that it begins at the first page: the items it skipped,
    /// which it will meet again, and where it stood.
    func forgetListing(of connection: ConnectionID, run: RunID, checkpoint: Bool) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM skipped WHERE run = ?", [run.row])
            guard checkpoint else { return }
            try db.run(
                "UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0 WHERE id = ?", [connection.row])
            try db.run("DELETE FROM listed WHERE connection = ?", [connection.row])
        }
    }
}
