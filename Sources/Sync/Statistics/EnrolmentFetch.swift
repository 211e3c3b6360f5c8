import ConnectorKit
import Store

/// A listing of enrolments as it is fetched: page after page, with the accounts on them before the pages.
struct EnrolmentFetch {
    /// Where a listing begins.
    struct Start: Sendable {
        var checkpoint: Checkpoint?
        var since: Checkpoint?
        /// All accounts that the store knows, which are asked for before the first page; nil if none is.
        var accounts: [String]?
    }

    enum News: Sendable {
        /// Something has come, and is handed on later.
        case progress
        /// The accounts of ``Start/accounts``, all of them.
        case accounts([LearnerAccount])
        /// The provider no longer takes the checkpoint, for this reason; nothing follows.
        case refused(String)
        /// There is something in ``RecordingQueue``, unless it was taken with what was there before.
        case ready
    }

    let reader: EnrolmentReader
    let pages: RecordingQueue
    var output: Feed<News>.Output
    private var buffer = LearnerLookupBuffer()
    private var limits = ListingLimits.enrolments
    private var rows = 0

    init(_ reader: EnrolmentReader, to output: Feed<News>.Output, _ pages: RecordingQueue) {
        self.reader = reader
        self.pages = pages
        self.output = output
    }

    /// How many accounts are asked for at once before the first page (our decision).
    private static let accounts = 2_000

    /// Lists from a start to the end.
    mutating func list(from start: Start) async throws(Failure) {
        guard try await readAccounts(start.accounts ?? []) else { return }
        let known = start.accounts.map(Set.init)
        var passed: Set<Int> = []
        var request = EnrolmentRequest(
            after: start.checkpoint, since: start.since, contents: reader.contents)
        while !Task.isCancelled {
            let page: EnrolmentPage
            let listed: ListedPage
            do throws(Failure) {
                switch try await reader.page(request) {
                case .page(let answer): page = answer
                case .checkpointRefused(let reason):
                    if try await sendPages() { output.send(.refused(reason)) }
                    return
                }
                listed = ListedPage(page)
                try limits.check(listed)
                rows += page.rows
                if page.next != nil { try limits.check(rows: rows) }
                if let next = page.next, !passed.insert(next.text.hashValue).inserted {
                    throw .contract("the listing of enrolments comes back to a page it had; given up")
                }
            } catch {
                // What came before it is kept.
                _ = try await sendPages()
                throw error
            }
            if page.rows > 0 { output.send(.progress) }
            buffer.add(
                page, bytes: listed.content?.bytes ?? 0,
                unknown: try await reader.unknownAccounts(on: page, known: known))
            guard let next = page.next else {
                _ = try await sendPages()
                return
            }
            if buffer.areDue { guard try await sendPages() else { return } }
            request = EnrolmentRequest(after: next, contents: reader.contents)
        }
    }

    /// Asks for accounts, many at once. Those that came with others are not asked for again.
    ///
    /// - Returns: false if nobody receives any more.
    private mutating func readAccounts(_ accounts: [String]) async throws(Failure) -> Bool {
        guard !accounts.isEmpty else { return true }
        let wanted = Set(accounts)
        var found: [String: LearnerAccount] = [:]
        var rest = accounts[...]
        while !rest.isEmpty, !Task.isCancelled {
            var some: [String] = []
            while some.count < Self.accounts, let next = rest.popFirst() {
                if found[next] == nil { some.append(next) }
            }
            guard !some.isEmpty else { break }
            for learner in try await reader.learners(some) {
                if wanted.contains(learner.id) {
                    found[learner.id] = learner
                } else {
                    buffer.remember(learner)
                }
            }
            output.send(.progress)
        }
        return await output.sendAndWait(.accounts(Array(found.values)))
    }

    /// - Returns: false if nobody receives any more.
    private mutating func sendPages() async throws(Failure) -> Bool {
        if !buffer.accounts.isEmpty { buffer.resolve(try await reader.learners(buffer.accounts)) }
        var learners = buffer.learners
        for page in buffer.pages {
            if pages.add(.init(learners: learners, page: page)) {
                guard await output.sendAndWait(.ready) else { return false }
            } else {
                output.send(.ready)
            }
            learners = []
        }
        buffer.clear()
        return true
    }
}
