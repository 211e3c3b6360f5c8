public import ConnectorKit
import GRDB

/// One pass over a provider's listing: commits its pages, and knows whether it saw the whole.
///
/// Only a pass that began at the first page and reached the provider's end mark can hand out the
/// ``CompleteListing`` that archiving by absence asks for.
public struct CatalogPass: ~Copyable {
    /// Where to go on; nil at the first page.
    public private(set) var checkpoint: Checkpoint?
    /// Rows seen, whatever became of them.
    public private(set) var rows = 0
    /// What the last page said the whole listing has.
    public private(set) var total: Int?
    /// Items that were written.
    public private(set) var written = 0
    /// Why this pass proves nothing about absent items; nil while it may.
    public private(set) var flaw: String?

    private let store: Store
    private let connection: ConnectionID
    private let run: RunID
    private let paging: Paging
    private var seen: Set<Int64> = []
    private var ended = false

    /// Begins a listing, or takes up the stored one where the provider's cursors are durable.
    public init(_ connection: ConnectionID, run: RunID, paging: Paging, in store: Store)
        async throws(StoreError)
    {
        self.store = store
        self.connection = connection
        self.run = run
        self.paging = paging
        guard case .durableCursor = paging else { return }
        let row = connection.row
        let kept = try await store.read { db -> (checkpoint: String?, rows: Int, seen: Set<Int64>) in
            let stored = try Row.fetchOne(
                db, sql: "SELECT checkpoint, checkpoint_rows FROM connection WHERE id = ?", arguments: [row])
            let seen = try Set(
                Int64.fetchAll(db, sql: "SELECT item FROM listed WHERE connection = ?", arguments: [row]))
            return (stored?["checkpoint"], stored?["checkpoint_rows"] ?? 0, seen)
        }
        guard let text = kept.checkpoint else { return }
        checkpoint = Checkpoint(text)
        rows = kept.rows
        seen = kept.seen
    }

    /// Begins again at the first page, since the provider no longer honours the checkpoint.
    public mutating func restart() async throws(StoreError) {
        checkpoint = nil
        rows = 0
        total = nil
        seen = []
        flaw = nil
        ended = false
        if case .durableCursor = paging { try await store.forgetCheckpoint(of: connection) }
    }

    /// The items of a page whose digest the store does not have: those that must be mapped.
    ///
    /// Everything else that is known counts as seen, and is written only where it had been withdrawn.
    public func unknown(_ items: [RawItem]) async throws(StoreError) -> KnownItems {
        let connection = connection.row
        return try await store.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT id, digest, state, published FROM item WHERE connection = ? AND external_id = ?")
            var known = KnownItems(rows: [], withdrawn: [], changed: [])
            for item in items {
                guard let row = try Row.fetchOne(statement, arguments: [connection, item.id]) else {
                    known.changed.append(item)
                    continue
                }
                let digest: Int64 = row["digest"]
                if digest != Int64(bitPattern: item.digest) {
                    known.changed.append(item)
                    continue
                }
                known.rows.append(row["id"])
                if row["state"] != ItemState.offered.rawValue, row["published"] {
                    known.withdrawn.append(row["id"])
                }
            }
            return known
        }
    }

    /// Commits one page, and the checkpoint after it, in one transaction.
    ///
    /// - Parameters:
    ///   - known: what ``unknown(_:)`` said of the page.
    ///   - mapped: the changed items of the page, as learning objects.
    ///   - refused: the items that were skipped, with their reasons.
    public mutating func commit(
        _ page: CatalogPage, known: KnownItems, mapped: [MappedItem], refused: [RefusedItem]
    ) async throws(StoreError) {
        let durable: Bool
        if case .durableCursor = paging { durable = true } else { durable = false }
        let commit = PageCommit(
            connection: connection, run: run, known: known, mapped: mapped, deleted: page.deleted,
            refused: refused, checkpoint: durable ? page.next : nil, rows: rows + page.rows, durable: durable)
        let seenNow = commit.isEmpty ? known.rows : try await store.write { db in try commit.write(db) }
        seen.formUnion(seenNow)
        written += mapped.count
        rows += page.rows
        if case .offset = paging, let before = total, let now = page.total, before != now {
            flaw = "the total changed from \(before) to \(now) on the way"
        }
        if page.scope == .changes { flaw = "only what changed was listed" }
        total = page.total ?? total
        checkpoint = page.next
        ended = page.isLast
    }

    /// What this pass proves.
    ///
    /// - Returns: the proof, or why there is none.
    public consuming func finish() -> Verdict {
        if let flaw { return .incomplete(flaw) }
        guard ended else { return .incomplete("the listing was not read to its end") }
        if let total, rows < total {
            return .incomplete("the provider ended the listing after \(rows) of \(total) items")
        }
        return .complete(CompleteListing(connection: connection, seen: seen))
    }

    public enum Verdict: ~Copyable {
        case complete(CompleteListing)
        case incomplete(String)
    }
}

/// The proof that a listing was read from its first page to its end: the one thing that archiving by
/// absence accepts. Only a ``CatalogPass`` makes one, and it can be used once.
public struct CompleteListing: ~Copyable {
    let connection: ConnectionID
    let seen: Set<Int64>

    fileprivate init(connection: ConnectionID, seen: Set<Int64>) {
        self.connection = connection
        self.seen = seen
    }
}

/// What the store already knows of a page's items.
public struct KnownItems: Sendable {
    var rows: [Int64]
    var withdrawn: [Int64]
    /// New or changed since they were last stored.
    public internal(set) var changed: [RawItem]
}

/// A changed item with what it became, its description cleaned.
public struct MappedItem: Sendable {
    public let raw: RawItem
    public let object: LearningObject

    public init(raw: RawItem, object: LearningObject) {
        self.raw = raw
        self.object = object
    }
}
