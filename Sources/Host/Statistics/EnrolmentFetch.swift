import ConnectorKit
import Store

/// A listing of enrolments as it is fetched: page after page, with the accounts on them before the pages.
struct EnrolmentFetch {
    /// Where a listing begins.
    struct Start: Sendable {
        var checkpoint: Checkpoint?
        var since: Checkpoint?
        /// Accounts that are asked for before the first page.
        var accounts: [String] = []
    }

    enum News: Sendable {
        /// A page has come, and is handed on later.
        case progress
        case accounts([LearnerAccount])
        /// There is something in ``PagesToRecord``, unless it was taken with what was there before.
        case ready
    }

    let reader: EnrolmentReader
    let pages: PagesToRecord
    var output: Feed<News>.Output
    private var waiting = PagesInWaiting()
    private var fence = ListingFence.enrolments
    private var rows = 0

    init(_ reader: EnrolmentReader, to output: Feed<News>.Output, _ pages: PagesToRecord) {
        self.reader = reader
        self.pages = pages
        self.output = output
    }

    /// How many accounts are asked for at once before the first page.
    private static let accounts = 1_000

    /// Lists from a start to the end.
    mutating func list(from start: Start) async throws(Failure) {
        var rest = start.accounts[...]
        while !rest.isEmpty {
            let some = Set(rest.prefix(Self.accounts))
            rest = rest.dropFirst(Self.accounts)
            let learners = try await reader.learners(Array(some)).filter { some.contains($0.id) }
            guard await output.handOn(.accounts(learners)) else { return }
        }
        var passed: Set<Int> = []
        var request = EnrolmentRequest(
            after: start.checkpoint, since: start.since, contents: reader.contents)
        while !Task.isCancelled {
            let page: EnrolmentPage
            let listed: ListedPage
            do throws(Failure) {
                page = try await reader.page(request)
                listed = ListedPage(page)
                try fence.check(listed)
                rows += page.rows
                if page.next != nil { try fence.check(rows: rows) }
                if let next = page.next, !passed.insert(next.text.hashValue).inserted {
                    throw .contract("the listing of enrolments comes back to a page it had; given up")
                }
            } catch {
                // What came before it is kept.
                _ = try await handOnPages()
                throw error
            }
            if page.rows > 0 { output.tell(.progress) }
            waiting.add(
                page, bytes: listed.content?.bytes ?? 0, unknown: try await reader.unknownAccounts(on: page))
            guard let next = page.next else {
                _ = try await handOnPages()
                return
            }
            if waiting.areDue { guard try await handOnPages() else { return } }
            request = EnrolmentRequest(after: next, contents: reader.contents)
        }
    }

    /// - Returns: false where nobody takes any more.
    private mutating func handOnPages() async throws(Failure) -> Bool {
        if !waiting.accounts.isEmpty { waiting.take(try await reader.learners(waiting.accounts)) }
        var learners = waiting.learners
        for page in waiting.pages {
            if pages.add(.init(learners: learners, page: page)) {
                guard await output.handOn(.ready) else { return false }
            } else {
                output.tell(.ready)
            }
            learners = []
        }
        waiting.clear()
        return true
    }
}
