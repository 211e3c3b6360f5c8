/// The position of a listing that is read page by page, by offset, by number or by cursor.
public protocol ListPosition: Codable, Sendable, Equatable {
    /// The beginning.
    init()
    /// Nil if the checkpoint is not of such a listing.
    init?(_ checkpoint: Checkpoint)
    /// The rows of the pages before it, skipped ones included.
    var rows: Int { get }
    /// The position after a page; nil at the end.
    ///
    /// - Parameter size: The rows that were asked for.
    func next(after page: ListAnswer, size: Int) -> Checkpoint?
}

/// The position of a listing that is read by offsets: the place of the next row, counted from 0.
public struct OffsetPaging: ListPosition {
    public private(set) var offset = 0
    public var rows: Int { offset }

    /// The beginning.
    public init() {}

    /// Nil if the checkpoint is not of such a listing.
    public init?(_ checkpoint: Checkpoint) {
        guard let position: Self = checkpoint.position(), position.offset > 0 else { return nil }
        self = position
    }

    /// The position after a page; nil at the end.
    ///
    /// An empty page is the end. If rows are missing by then, the host sees it from the total of the listing.
    ///
    /// - Parameters:
    ///   - rows: The rows of the page.
    ///   - size: The rows that were asked for; without a total, a page with fewer is the last.
    ///   - total: The rows of the whole listing, if the page states it.
    public func next(rows: Int, size: Int, total: Int?) -> Checkpoint? {
        var next = self
        next.offset += rows
        let isLast = rows == 0 || (total.map { next.offset >= $0 } ?? (rows < size))
        return isLast ? nil : Checkpoint(of: next)
    }

    public func next(after page: ListAnswer, size: Int) -> Checkpoint? {
        next(rows: page.elements.count, size: size, total: page.total)
    }
}

/// The position of a listing that is read by numbers of pages.
public struct PagePaging: ListPosition {
    /// The number of the next page.
    public private(set) var page: Int
    /// The rows of the pages before it.
    public private(set) var rows = 0

    /// The beginning of a listing whose first page has the number 1.
    public init() { self.init(first: 1) }

    /// The beginning.
    ///
    /// - Parameter first: The number of the first page.
    public init(first: Int) { page = first }

    /// Nil if the checkpoint is not of such a listing.
    public init?(_ checkpoint: Checkpoint) {
        guard let position: Self = checkpoint.position(), position.page > 0, position.rows >= 0 else {
            return nil
        }
        self = position
    }

    /// The position after a page; nil at the end.
    ///
    /// - Parameters:
    ///   - rows: The rows of the page.
    ///   - size: The rows that were asked for; without a total, a page with fewer is the last.
    ///   - total: The rows of the whole listing, if the page states it.
    public func next(rows: Int, size: Int, total: Int?) -> Checkpoint? {
        var next = self
        next.page += 1
        next.rows += rows
        let isLast = rows == 0 || (total.map { next.rows >= $0 } ?? (rows < size))
        return isLast ? nil : Checkpoint(of: next)
    }

    public func next(after page: ListAnswer, size: Int) -> Checkpoint? {
        next(rows: page.elements.count, size: size, total: page.total)
    }
}

/// The position of a listing that is read by cursors.
public struct CursorPaging: ListPosition {
    /// The cursor of the next page, as the service gave it; nil at the beginning.
    public let cursor: String?
    /// The pages received so far.
    public let pages: Int
    /// The rows received so far, skipped ones included.
    public let rows: Int
    /// The last total that was stated.
    public let total: Int?

    /// The beginning.
    public init() { (cursor, pages, rows, total) = (nil, 0, 0, nil) }

    public init(cursor: String, pages: Int = 1, rows: Int = 0, total: Int? = nil) {
        self.cursor = cursor
        self.pages = pages
        self.rows = rows
        self.total = total
    }

    /// Nil if the checkpoint is not of such a listing.
    public init?(_ checkpoint: Checkpoint) {
        guard let position: Self = checkpoint.position(), position.cursor?.isEmpty == false else {
            return nil
        }
        self = position
    }

    /// The position after a page; nil at the end.
    ///
    /// An empty page with a cursor ends the listing only if the total is reached.
    ///
    /// - Parameters:
    ///   - rows: The rows of the page.
    ///   - total: The rows of the whole listing, if the page states it; otherwise the last that was stated counts.
    ///   - cursor: The cursor that the page states.
    public func next(rows: Int, total: Int?, cursor: String?) -> Checkpoint? {
        let seen = self.rows + rows
        let total = total ?? self.total
        let isPastTotal = rows == 0 && total.map { seen >= $0 } ?? false
        guard let cursor, !cursor.isEmpty, !isPastTotal else { return nil }
        return CursorPaging(cursor: cursor, pages: pages + 1, rows: seen, total: total).checkpoint
    }

    public func next(after page: ListAnswer, size: Int) -> Checkpoint? {
        next(rows: page.elements.count, total: page.total, cursor: page.next)
    }

    public var checkpoint: Checkpoint { Checkpoint(of: self) }
}
