import ConnectorKit

/// The position of a listing between two pages, stored in a checkpoint.
struct ListingPosition: Equatable {
    /// The number of pages received so far.
    var pages = 0
    /// The number of rows received so far, skipped ones included.
    var rows = 0
    /// The last total that was stated.
    var total: Int?
    /// The cursor of the next page.
    var cursor: String

    init(pages: Int, rows: Int, total: Int?, cursor: String) {
        self.pages = pages
        self.rows = rows
        self.total = total
        self.cursor = cursor
    }

    /// Returns the position after a page; nil if the listing has ended.
    ///
    /// An empty page with a cursor ends the listing only if the total is reached.
    static func next(after position: ListingPosition?, rows: Int, total: Int?, cursor: String?)
        -> ListingPosition?
    {
        let seen = (position?.rows ?? 0) + rows
        let isPastTotal = rows == 0 && total.map { seen >= $0 } ?? false
        guard let cursor, !isPastTotal else { return nil }
        return ListingPosition(pages: (position?.pages ?? 0) + 1, rows: seen, total: total, cursor: cursor)
    }

    /// Parses `pages rows total cursor`, with `-` for no total; nil if the text is malformed.
    init?(_ checkpoint: Checkpoint) {
        let parts = checkpoint.text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let pages = Int(parts[0]), let rows = Int(parts[1]), !parts[3].isEmpty
        else { return nil }
        let total = Int(parts[2])
        guard total != nil || parts[2] == "-" else { return nil }
        self.init(pages: pages, rows: rows, total: total, cursor: String(parts[3]))
    }

    var checkpoint: Checkpoint {
        Checkpoint("\(pages) \(rows) \(total.map(String.init) ?? "-") \(cursor)")
    }
}
