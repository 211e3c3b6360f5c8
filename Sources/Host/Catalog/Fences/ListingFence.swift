import ConnectorKit

/// What the pages of one listing must keep to, whatever a provider answers. No source names the numbers: they
/// are our decision, far from what a service would need and near enough to save memory, disk and time.
struct ListingFence {
    static let rowsOfPage = 100_000
    static let bytesOfPage = 256 << 20
    /// Of a checkpoint's text, or a mark's.
    static let bytesOfCheckpoint = 64 << 10
    /// Pages in a row without a row.
    static let emptyPages = 1_000
    /// Pages in a row with nothing but what an earlier page had.
    static let repeatedPages = 10
    static let rowsOfListing = 10_000_000

    private var empty = 0
    private var repeated = 0
    private var pages: Set<Int> = []
    /// The first total of the listing: later ones may grow for ever.
    private var firstTotal: Int?

    /// Looks at an answer before anything is done with it.
    ///
    /// - Throws: ``Failure/contract(_:)`` saying what it holds and what was expected.
    mutating func check(_ answer: CatalogAnswer) throws(Failure) {
        switch answer {
        case .checkpointRefused: return
        case .unchanged(let rows, let next, let total):
            try check(rows: rows, total: total, checkpoints: [next])
        case .page(let page):
            try check(rows: page.rows, total: page.total, checkpoints: [page.next, page.mark])
            try checkSize(page)
            if !page.isLast, page.next != nil { try checkProgress(page) }
        }
    }

    private mutating func check(rows: Int, total: Int?, checkpoints: [Checkpoint?]) throws(Failure) {
        guard (0...Self.rowsOfPage).contains(rows) else {
            throw .contract("a page states \(rows) rows; 0 to \(Self.rowsOfPage) were expected")
        }
        if let total, total < 0 {
            throw .contract("a page states a total of \(total); no number below 0 was expected")
        }
        firstTotal = firstTotal ?? total
        for case let checkpoint? in checkpoints where checkpoint.text.utf8.count > Self.bytesOfCheckpoint {
            throw .contract(
                "a checkpoint of \(checkpoint.text.utf8.count) bytes; \(Self.bytesOfCheckpoint) at most were "
                    + "expected")
        }
    }

    private func checkSize(_ page: CatalogPage) throws(Failure) {
        let count = page.items.count + page.deleted.count + page.refused.count
        guard count <= Self.rowsOfPage else {
            throw .contract("a page of \(count) items; \(Self.rowsOfPage) at most were expected")
        }
        var bytes = 0
        for item in page.items { bytes += item.bytes.count + item.id.utf8.count }
        for id in page.deleted { bytes += id.utf8.count }
        for item in page.refused { bytes += item.reason.utf8.count + (item.id?.utf8.count ?? 0) }
        guard bytes <= Self.bytesOfPage else {
            throw .contract(
                "a page of \(bytes >> 20) MiB; \(Self.bytesOfPage >> 20) MiB at most were expected")
        }
    }

    private mutating func checkProgress(_ page: CatalogPage) throws(Failure) {
        empty = page.rows == 0 ? empty + 1 : 0
        guard empty < Self.emptyPages else {
            throw .contract(
                "\(empty) empty pages in a row, none of them the last; rows or an end were expected")
        }
        repeated = pages.insert(Self.fingerprint(page)).inserted || page.rows == 0 ? 0 : repeated + 1
        guard repeated < Self.repeatedPages else {
            throw .contract(
                "\(repeated) pages in a row were those of earlier ones; other items or an end were expected")
        }
    }

    /// Equal for pages of the same items; where a page has none, for the same place of the listing.
    private static func fingerprint(_ page: CatalogPage) -> Int {
        var hash = Hasher()
        for item in page.items { hash.combine(item.id) }
        hash.combine(page.deleted)
        for item in page.refused { hash.combine(item.id) }
        if page.items.isEmpty, page.deleted.isEmpty { hash.combine(page.next?.text) }
        return hash.finalize()
    }

    /// Looks at how long the listing has become.
    func check(rows: Int, of total: Int?) throws(Failure) {
        // Doubling what somebody else states would overflow.
        if let total, rows > 10_000, (rows - 10_000) / 2 >= total, rows - 10_000 > 2 * total {
            throw .contract("the listing goes on after \(rows) rows, of a stated total of \(total); given up")
        }
        // A first total may be an estimate; one that is out by so much is none.
        if let firstTotal, rows > 100_000, (rows - 100_000) / 10 > firstTotal {
            throw .contract(
                "the listing goes on after \(rows) rows, of \(firstTotal) that were stated at first; given up"
            )
        }
        guard rows <= Self.rowsOfListing else {
            throw .contract(
                "the listing goes on after \(rows) rows; \(Self.rowsOfListing) at most were expected")
        }
    }
}
