import BitCollections
package import ConnectorKit
package import Model

/// One pass over a provider's listing: what is asked for next, what its pages write, and whether it saw the whole.
///
/// Only a pass that began at the first page and reached the provider's end mark can hand out the
/// ``CompleteListing`` that archiving by absence asks for.
package struct CatalogPass: ~Copyable {
    /// Rows seen, whatever became of them.
    package private(set) var rows: Int
    /// What the last page said the whole listing has.
    package private(set) var total: Int?
    /// Whether the last page declared its total an estimate, so that the end mark alone decides.
    private var isTotalEstimated = false
    /// Rows whose id could not be read: any item may be behind them.
    private var nameless = 0

    private let store: LeasedStore
    private let connection: ConnectionID
    private let run: RunID
    private let paging: Paging
    private var memory: PageMemory
    private let mappingVersion: Int
    /// Where the last listing that came to its end says the next may take up.
    private var since: Checkpoint?
    private var mark: Checkpoint?
    private var checkpoint: Checkpoint?
    private var page = 0
    private var seen: SeenItems
    /// Rows that this pass has written: what an earlier listing knew of them no longer holds.
    private var touched: Set<Int64> = []
    private var ended = false
    private var wrote: Bool
    /// Whether a page was read, remembered or not.
    private var hasRead: Bool
    private var scope = CatalogPage.Scope.whole
    /// Why this pass proves nothing about absent items; nil while it may.
    private var flaw: String?

    /// Begins a listing, or takes up the stored one if the provider's cursors are durable.
    ///
    /// - Parameter mappingVersion: a listing of changes is asked for only while this stays what it was, since
    ///   otherwise every item is to be mapped anew.
    package init(
        _ connection: ConnectionID, run: RunID, paging: Paging, mappingVersion: Int, in store: LeasedStore
    ) async throws(StoreError) {
        let kept = try await store.store.read { db in
            (
                // A listing that may be taken up half-way reads every page.
                memory: paging.isDurable ? PageMemory() : try PageMemory(connection, db),
                stored: paging.isDurable ? try StoredListing(connection, db) : StoredListing(),
                mark: try db.value(
                    String.self, "SELECT mark FROM connection WHERE id = ? AND mark_version = ?",
                    [connection.row, mappingVersion])
            )
        }
        self.mappingVersion = mappingVersion
        since = kept.mark.map { Checkpoint($0) }
        self.store = store
        self.connection = connection
        self.run = run
        self.paging = paging
        memory = kept.memory
        checkpoint = kept.stored.checkpoint
        rows = kept.stored.rows
        seen = SeenItems(kept.stored.seen)
        // What earlier pages of a listing that is taken up wrote is settled at its end.
        wrote = checkpoint != nil
        hasRead = checkpoint != nil
    }

    /// Begins again at the first page, since the provider no longer honours the checkpoint.
    ///
    /// Every page is then read, whatever was remembered of it.
    ///
    /// - Parameter full: whether everything is to be listed, not only what changed.
    package mutating func restart(full: Bool = false) async throws(StoreError) {
        checkpoint = nil
        hasRead = true
        if full { since = nil }
        memory = PageMemory()
        touched = []
        mark = nil
        scope = .whole
        page = 0
        rows = 0
        total = nil
        nameless = 0
        seen = SeenItems()
        flaw = nil
        ended = false
        try await store.forgetListing(of: connection, run: run, checkpoint: paging.isDurable)
    }

    /// What to ask the provider for next.
    package var request: PageRequest {
        PageRequest(
            after: checkpoint, since: checkpoint == nil ? since : nil, memo: memory.memo(of: page + 1))
    }

    /// What to ask for from here on, for who fetches ahead.
    package var requests: PageRequests { PageRequests(first: request, memory: memory, page: page + 1) }

    /// The items of a page whose digest the store does not have: those that must be mapped.
    ///
    /// Everything else that is known counts as seen, and is written only if it had been withdrawn.
    package func unknown(_ items: [RawItem]) async throws(StoreError) -> KnownItems {
        let connection = connection
        return try await store.store.read { db in try KnownItems(items, of: connection, db) }
    }

    /// Goes past a page that is what it was in the last listing.
    ///
    /// - Returns: what it writes, if anything; nil if the page has to be read after all, since this pass
    ///   has met some of its items elsewhere: the listing begins again.
    package mutating func pass(unchanged rows: Int, next: Checkpoint?, total: Int?) -> Passed {
        let items = memory.items(of: page + 1)
        guard touched.isDisjoint(with: items), let memo = memory.memo(of: page + 1) else {
            return .mustBeRead
        }
        advance(rows: rows, next: next, total: total, isLast: next == nil)
        seen.insert(items)
        // Pages after one that wrote were forgotten with it, for the case that the pass ends there.
        let refused = memory.refused(on: page)
        nameless += refused.count { $0.id == nil }
        return touched.isEmpty && refused.isEmpty
            ? .done
            : .commit(
                PageCommit(
                    connection: connection, run: run, number: page,
                    record: touched.isEmpty ? .unchanged : .remembered(memo), of: items, refused: refused,
                    seen: seen))
    }

    /// What became of an unchanged page.
    package enum Passed: Sendable {
        case done
        case commit(PageCommit)
        case mustBeRead
    }

    /// Goes past a page.
    ///
    /// - Parameters:
    ///   - known: what ``unknown(_:)`` said of the page.
    ///   - mapped: the changed items of the page, as learning objects.
    ///   - refused: the items that were skipped, with their reasons.
    /// - Returns: what the page writes, the checkpoint after it included; its items count as seen once that is done.
    package mutating func commit(
        _ page: CatalogPage, known: KnownItems, mapped: [MappedItem], refused: [RefusedItem]
    ) -> PageCommit {
        hasRead = true
        touched.formUnion(known.outdated + known.withdrawn)
        if page.scope == .changes { scope = .changes }
        mark = page.mark
        isTotalEstimated = page.isTotalEstimated
        nameless += refused.count { $0.id == nil }
        advance(rows: page.rows, next: page.next, total: page.total, isLast: page.isLast)
        let commit = PageCommit(
            connection: connection, run: run, number: self.page, known: known, mapped: mapped,
            deleted: page.deleted, refused: refused,
            record: scope == .whole ? page.memo.map { .remembered($0) } ?? .forgotten : .forgotten,
            checkpoint: paging.isDurable ? page.next : nil, rows: rows, durable: paging.isDurable,
            seen: seen)
        if commit.changesItems { wrote = true }
        return commit
    }

    private mutating func advance(rows: Int, next: Checkpoint?, total: Int?, isLast: Bool) {
        if case .offset = paging, !isTotalEstimated, let before = self.total, let now = total, before != now {
            flaw = "the total changed from \(before) to \(now) on the way"
        }
        page += 1
        self.rows += rows
        self.total = total ?? self.total
        checkpoint = next
        ended = isLast
    }

    /// The size that the listing is held to; nil if the provider states none, or only an estimate.
    package var exactTotal: Int? { isTotalEstimated ? nil : total }

    /// How far a listing that came to its end differs from the size that was estimated; nil if it does not.
    package var remark: String? {
        guard ended, isTotalEstimated, scope == .whole, let total, rows != total else { return nil }
        return "the provider estimated \(total) items and listed \(rows)"
    }

    /// What this pass proves.
    ///
    /// - Parameter failure: what ended it before its time, if something did.
    /// - Returns: the proof, or why there is none.
    package consuming func finish(after failure: String? = nil) -> Verdict {
        if let reason = failure ?? flaw { return .incomplete(reason) }
        guard ended else { return .incomplete("the listing was not read to its end") }
        if let total = exactTotal, rows < total {
            return .incomplete("the provider ended the listing after \(rows) of \(total) items")
        }
        let mark = mark.map { ListingMark(checkpoint: $0, mappingVersion: mappingVersion) }
        switch scope {
        case .whole:
            return .complete(
                CompleteListing(
                    connection: connection, seen: seen.all, nameless: nameless, wrote: wrote,
                    isRepeated: !hasRead && page == memory.count, mark: mark))
        case .changes: return .changes(mark)
        }
    }

    /// What a pass proves.
    package enum Verdict: ~Copyable {
        /// The whole catalog was listed: what is not in it is gone.
        case complete(CompleteListing)
        /// What changed was listed to its end, which says nothing of what it does not name.
        case changes(ListingMark?)
        /// Why the pass proves nothing.
        case incomplete(String)
    }
}

/// Where the next listing may take up, and for which version of the mapping.
package struct ListingMark: Sendable, Equatable {
    let checkpoint: Checkpoint
    let mappingVersion: Int
}

/// The proof that a listing was read from its first page to its end: the one thing that archiving by
/// absence accepts. Only a ``CatalogPass`` makes one, and it can be used once.
package struct CompleteListing: ~Copyable {
    let connection: ConnectionID
    /// The rows of the items that were listed.
    let seen: BitSet
    /// How many rows had no id that could be read.
    let nameless: Int
    /// Whether the pass wrote any item.
    let wrote: Bool
    /// Whether each page was what it was in the last listing, to the last one of it: it has the same items.
    let isRepeated: Bool
    let mark: ListingMark?

    fileprivate init(
        connection: ConnectionID, seen: BitSet, nameless: Int, wrote: Bool, isRepeated: Bool,
        mark: ListingMark?
    ) {
        self.connection = connection
        self.seen = seen
        self.nameless = nameless
        self.wrote = wrote
        self.isRepeated = isRepeated
        self.mark = mark
    }
}

/// Where a listing stood when its run ended before it did.
private struct StoredListing {
    var checkpoint: Checkpoint?
    var rows = 0
    var seen: BitSet = []

    init() {}

    init(_ connection: ConnectionID, _ db: Session) throws {
        let row = try db.row(
            "SELECT checkpoint, checkpoint_rows FROM connection WHERE id = ?", [connection.row])
        guard let text = row?["checkpoint"] as String? else { return }
        checkpoint = Checkpoint(text)
        rows = row?["checkpoint_rows"] ?? 0
        seen = try BitSet(
            db.values(Int.self, "SELECT item FROM listed WHERE connection = ?", [connection.row])
        )
    }
}

extension Paging {
    var isDurable: Bool {
        if case .durableCursor = self { return true }
        return false
    }
}

/// A changed item with what it became, its description cleaned.
package struct MappedItem: Sendable {
    package let raw: RawItem
    package let object: LearningObject

    package init(raw: RawItem, object: LearningObject) {
        self.raw = raw
        self.object = object
    }
}
