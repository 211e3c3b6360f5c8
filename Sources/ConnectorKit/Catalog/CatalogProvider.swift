/// A provider that lists content.
public protocol CatalogProvider: Provider {
    /// The table that maps source values to course fields. The host maps items and explains results with it.
    func mapping(_ settings: Settings) -> Mapping

    /// How the listing is paged. This decides what can be resumed and what counts as complete.
    func paging(_ settings: Settings) -> Paging

    /// Fetches one page.
    ///
    /// The host calls this once for each page, in order. Items are not mapped yet.
    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer

    /// Returns the source document of an item, for ``Mapping/learningObject(from:)``.
    ///
    /// - Throws: ``Failure/item(_:)`` if the bytes cannot be read.
    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument
}

/// How a listing is paged.
public enum Paging: Sendable {
    /// Cursors that expire: an interrupted listing begins again.
    case cursor
    /// Cursors that do not expire: an interrupted listing resumes at the stored checkpoint and counts as one.
    case durableCursor
    /// Page numbers or offsets: a listing is not complete if its total changes while it is read.
    case offset
}

/// A position in a listing. The provider writes and reads it; the host treats it as opaque.
public struct Checkpoint: Sendable, Equatable {
    public let text: String

    public init(_ text: String) { self.text = text }
}

/// A request for one page of a listing.
public struct PageRequest: Sendable {
    /// The position after the previous page; nil for the first page of a new listing.
    public var checkpoint: Checkpoint?
    /// For a first page: the mark of the last listing that reached its end, so that only changes are needed.
    /// Nil to list everything. A provider that cannot list changes ignores it.
    public var since: Checkpoint?
    /// The fingerprint of the page at this position in the last listing, if known.
    public var memo: PageMemo?

    public init(after checkpoint: Checkpoint? = nil, since: Checkpoint? = nil, memo: PageMemo? = nil) {
        self.checkpoint = checkpoint
        self.since = since
        self.memo = memo
    }
}

/// A provider's response to a page request.
public enum CatalogAnswer: Sendable {
    case page(CatalogPage)
    /// The page equals the one of the request's fingerprint, so its items need not be read again. The values
    /// are those of ``CatalogPage``.
    case unchanged(rows: Int, next: Checkpoint?, total: Int?)
    /// The checkpoint is no longer valid, with the reason. The listing begins again at its first page.
    case checkpointRefused(String)
}

/// One page of a listing.
public struct CatalogPage: Sendable {
    public var items: [RawItem]
    /// Ids that the provider reports as deleted.
    public var deleted: [String]
    /// Items that cannot be read. Items that can be read but not mapped are in `items`.
    public var refused: [RefusedItem]
    /// The number of rows of the page, skipped ones included.
    public var rows: Int
    /// The position of the next page; nil only on the last page.
    public var next: Checkpoint?
    /// The size of the whole listing, if the provider states it.
    public var total: Int?
    /// Whether ``total`` is an estimate. The end mark alone then decides whether a listing is complete.
    public var isTotalEstimated = false
    /// Whether this page has the provider's end mark.
    public var isLast: Bool
    /// Whether the listing is the whole catalog or only changes.
    public var scope: Scope
    /// On the last page: where the next listing may continue, as its ``PageRequest/since``; nil if the
    /// provider always lists everything.
    public var mark: Checkpoint?
    /// The fingerprint that identifies this page in the next listing; nil if the provider has none.
    public var memo: PageMemo?
    /// What was unusual about the page but cost no item, for the record of the run. One sentence each.
    public var remarks: [String] = []

    public enum Scope: String, Codable, Sendable { case whole, changes }

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

/// A listed item that is not mapped yet.
public struct RawItem: Sendable {
    public let id: String
    /// Changes if and only if a mapped field or ``Mapping/version`` changes.
    public let digest: UInt64
    /// The item's bytes, a slice of the page's body.
    public let bytes: ArraySlice<UInt8>

    public init(id: String, digest: UInt64, bytes: ArraySlice<UInt8>) {
        self.id = id
        self.digest = digest
        self.bytes = bytes
    }

    /// The values at the paths of an item that is JSON.
    ///
    /// - Throws: ``Failure/item(_:)`` if the bytes cannot be read.
    public func document(_ paths: JSONPaths) throws(Failure) -> SourceDocument {
        do {
            return try SourceDocument(json: bytes, paths: paths)
        } catch {
            throw .item(error.message)
        }
    }
}

/// An item that was skipped, with the reason.
public struct RefusedItem: Sendable, Equatable {
    /// The external id, if it could be read. The item's course does not change.
    public let id: String?
    public let reason: String

    public init(id: String?, reason: String) {
        self.id = id
        self.reason = reason
    }
}
