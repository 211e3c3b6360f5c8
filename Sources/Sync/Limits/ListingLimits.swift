import ConnectorKit

/// What the pages of one listing must keep to, whatever a provider answers. No source names the numbers: they
/// are our decision, far from what a service would need and near enough to save memory, disk and time.
struct ListingLimits {
    static let rowsOfPage = 100_000
    static let bytesOfPage = 256 << 20
    /// Of a checkpoint's text, or a mark's.
    static let bytesOfCheckpoint = 64 << 10
    static let rowsOfListing = 10_000_000

    /// Pages in a row without a row.
    private let emptyPages: Int
    /// Pages in a row with nothing but what an earlier page had.
    private let repeatedPages: Int

    private var empty = 0
    private var repeated = 0
    private var pages: Set<Int> = []
    /// The first total of the listing: later ones may grow for ever.
    private var firstTotal: Int?

    /// For a listing of items.
    static var catalog: ListingLimits { ListingLimits(emptyPages: 1_000, repeatedPages: 10) }

    /// For a listing of enrolments: one that is sliced has slices without a row, and may have to read all of a
    /// slice once more.
    static var enrolments: ListingLimits { ListingLimits(emptyPages: 100_000, repeatedPages: 10_000) }

    private init(emptyPages: Int, repeatedPages: Int) {
        self.emptyPages = emptyPages
        self.repeatedPages = repeatedPages
    }

    /// Looks at an answer before anything is done with it.
    ///
    /// - Throws: ``Failure/contract(_:)`` saying what it holds and what was expected.
    mutating func check(_ answer: CatalogAnswer) throws(Failure) {
        switch answer {
        case .checkpointRefused: return
        case .unchanged(let rows, let next, let total):
            try check(ListedPage(rows: rows, total: total, checkpoints: [next]))
        case .page(let page): try check(ListedPage(page))
        }
    }

    /// Looks at a page before anything is done with it.
    ///
    /// - Throws: ``Failure/contract(_:)`` saying what it holds and what was expected.
    mutating func check(_ page: ListedPage) throws(Failure) {
        guard (0...Self.rowsOfPage).contains(page.rows) else {
            throw .contract("a page states \(page.rows) rows; 0 to \(Self.rowsOfPage) were expected")
        }
        if let total = page.total, total < 0 {
            throw .contract("a page states a total of \(total); no number below 0 was expected")
        }
        firstTotal = firstTotal ?? page.total
        for case let checkpoint? in page.checkpoints
        where checkpoint.text.utf8.count > Self.bytesOfCheckpoint {
            throw .contract(
                "a checkpoint of \(checkpoint.text.utf8.count) bytes; \(Self.bytesOfCheckpoint) at most were "
                    + "expected")
        }
        guard let content = page.content else { return }
        try Self.checkSize(count: content.count, bytes: content.bytes)
        if !content.isLast { try checkProgress(content, rows: page.rows) }
    }

    private static func checkSize(count: Int, bytes: Int) throws(Failure) {
        guard count <= rowsOfPage else {
            throw .contract("a page of \(count) items; \(rowsOfPage) at most were expected")
        }
        guard bytes <= bytesOfPage else {
            throw .contract("a page of \(bytes >> 20) MiB; \(bytesOfPage >> 20) MiB at most were expected")
        }
    }

    /// Looks at what a provider tells of accounts.
    static func check(_ accounts: [LearnerAccount]) throws(Failure) {
        var bytes = 0
        for account in accounts {
            bytes +=
                account.id.utf8.count + (account.email?.utf8.count ?? 0) + (account.name?.utf8.count ?? 0)
        }
        try checkSize(count: accounts.count, bytes: bytes)
    }

    private mutating func checkProgress(_ page: ListedPage.Content, rows: Int) throws(Failure) {
        empty = rows == 0 ? empty + 1 : 0
        guard empty < emptyPages else {
            throw .contract(
                "\(empty) empty pages in a row, none of them the last; rows or an end were expected")
        }
        repeated = pages.insert(page.fingerprint).inserted || rows == 0 ? 0 : repeated + 1
        guard repeated < repeatedPages else {
            throw .contract(
                "\(repeated) pages in a row were those of earlier ones; other items or an end were expected")
        }
    }

    /// Looks at how long a listing has become whose pages have every row once.
    func check(rows: Int, of total: Int?) throws(Failure) {
        // Doubling what somebody else states would overflow.
        if let total, rows > 10_000, (rows - 10_000) / 2 >= total, rows - 10_000 > 2 * total {
            throw .contract("the listing goes on after \(rows) rows, of a stated total of \(total); given up")
        }
        try check(rows: rows)
    }

    /// Looks at how long a listing has become.
    func check(rows: Int) throws(Failure) {
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
