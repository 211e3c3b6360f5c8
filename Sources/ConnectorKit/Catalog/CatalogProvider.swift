/// A provider that lists content.
public protocol CatalogProvider: Provider {
    /// The one table that says which field comes from where. The host maps with it and explains by it.
    func mapping(_ settings: Settings) -> Mapping

    /// How this provider's listing is paged, which decides what may be resumed and what counts as complete.
    func paging(_ settings: Settings) -> Paging

    /// Fetches one page.
    ///
    /// Called once for each page, in order. It maps nothing: an item is an id, a digest and its bytes.
    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer

    /// The source document of an item, for ``Mapping/learningObject(from:)``.
    ///
    /// - Throws: ``Failure/item(_:)`` where the bytes cannot be read.
    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument

    /// Asks for as little as shows that credentials and address are right (`check --online`).
    func verify(_ connection: Connection) async throws(Failure)
}

/// How a listing is paged.
public enum Paging: Sendable {
    /// Cursors that lapse: an interrupted listing begins again.
    case cursor
    /// Cursors that outlive a run: an interrupted listing resumes from the stored checkpoint and counts as one.
    case durableCursor
    /// Page numbers or offsets: a listing whose total changed on the way is not complete.
    case offset
}

/// Where a listing stands: opaque to the host, written and read by its provider.
public struct Checkpoint: Sendable, Equatable {
    public let text: String

    public init(_ text: String) { self.text = text }
}

/// Which page of a listing is asked for.
public struct PageRequest: Sendable {
    /// The page after this one; nil for the first page of a new listing.
    public var checkpoint: Checkpoint?
    /// For a first page: the mark of the last listing that came to its end, so that what changed since is
    /// enough. Nil where everything is to be listed; a provider that cannot list changes lists everything.
    public var since: Checkpoint?
    /// What the page at this place was in the last listing; nil where nobody knows.
    public var memo: PageMemo?

    public init(after checkpoint: Checkpoint? = nil, since: Checkpoint? = nil, memo: PageMemo? = nil) {
        self.checkpoint = checkpoint
        self.since = since
        self.memo = memo
    }
}

/// What a provider answers when asked for a page.
public enum CatalogAnswer: Sendable {
    case page(CatalogPage)
    /// The page of the request's memo, byte for byte: its items need not be read again. The fields are
    /// those of ``CatalogPage``.
    case unchanged(rows: Int, next: Checkpoint?, total: Int?)
    /// The checkpoint is no longer honoured, with the reason: the listing begins again at its first page.
    case checkpointRefused(String)
}

/// One page of a listing.
public struct CatalogPage: Sendable {
    public var items: [RawItem]
    /// Ids the provider says were deleted.
    public var deleted: [String]
    /// Items that cannot be read at all; those that only fail to map are among `items`.
    public var refused: [RefusedItem]
    /// How many rows the page had, whatever became of them.
    public var rows: Int
    /// Where the next page begins; nil only on the last page.
    public var next: Checkpoint?
    /// How many rows the provider says the whole listing has.
    public var total: Int?
    /// Whether this page carries the provider's own end mark.
    public var isLast: Bool
    /// Whether the listing is the whole catalog, or only what changed.
    public var scope: Scope
    /// On the last page: where the next listing may take up, as its ``PageRequest/since``; nil for a
    /// provider that always lists everything.
    public var mark: Checkpoint?
    /// What to know this page by in the next listing; nil for a provider that does not care.
    public var memo: PageMemo?

    public enum Scope: Sendable { case whole, changes }

    public init(
        items: [RawItem], deleted: [String] = [], refused: [RefusedItem] = [], rows: Int,
        next: Checkpoint?, total: Int?, isLast: Bool, scope: Scope = .whole
    ) {
        self.items = items
        self.deleted = deleted
        self.refused = refused
        self.rows = rows
        self.next = next
        self.total = total
        self.isLast = isLast
        self.scope = scope
    }
}

/// An item as it was listed, not yet mapped.
public struct RawItem: Sendable {
    public let id: String
    /// Changes when, and only when, a mapped field changes (``Mapping/version`` included).
    public let digest: UInt64
    /// The item's bytes: a part of the page's body, not a copy.
    public let bytes: ArraySlice<UInt8>

    public init(id: String, digest: UInt64, bytes: ArraySlice<UInt8>) {
        self.id = id
        self.digest = digest
        self.bytes = bytes
    }
}

/// An item that was skipped, and why.
public struct RefusedItem: Sendable, Equatable {
    /// The external id, where it could be read: its course is left as it was.
    public let id: String?
    public let reason: String

    public init(id: String?, reason: String) {
        self.id = id
        self.reason = reason
    }
}
