import ConnectorKit

/// Where a listing stands between two pages: what a checkpoint holds.
struct ListingPosition: Equatable {
    /// Pages received so far.
    var pages = 0
    /// Rows received so far, whatever became of them.
    var rows = 0
    /// The total that was stated last.
    var total: Int?
    /// Go1's name for the next page.
    var cursor: String

    init(pages: Int, rows: Int, total: Int?, cursor: String) {
        self.pages = pages
        self.rows = rows
        self.total = total
        self.cursor = cursor
    }

    /// Where the listing stands after a page; nil where it ended.
    ///
    /// An empty page with a cursor ends it only once the total is reached.
    static func next(after position: ListingPosition?, rows: Int, total: Int?, cursor: String?)
        -> ListingPosition?
    {
        let seen = (position?.rows ?? 0) + rows
        let isPastTotal = rows == 0 && total.map { seen >= $0 } ?? false
        guard let cursor, !isPastTotal else { return nil }
        return ListingPosition(pages: (position?.pages ?? 0) + 1, rows: seen, total: total, cursor: cursor)
    }

    /// `pages rows total cursor`, `-` for no total; nil where the text is none of ours.
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
