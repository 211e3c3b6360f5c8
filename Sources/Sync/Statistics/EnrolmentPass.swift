import ConnectorKit
import Model
import Runtime
import Store

/// Where one pass over a connection's enrolments stands.
struct EnrolmentPass {
    let connection: ConnectionID
    let run: RunID
    /// The store under the lease of the connection.
    let leased: LeasedStore

    private(set) var start = EnrolmentFetch.Start()
    /// Rows of the listing, those of an earlier run that it took up included.
    private(set) var rows = 0
    private(set) var skipped = 0
    private(set) var total: Int?
    private(set) var changes = AttemptChanges()
    /// Whether a page has come.
    private(set) var moved = false
    /// Why the listing was not the whole; nil while it may be.
    private(set) var flaw: String?
    /// Whether everything is read, not only what changed.
    private(set) var isWhole = true
    private var lastBefore: Attempt.ID?

    init(connection: ConnectionID, run: RunID, leased: LeasedStore) {
        self.connection = connection
        self.run = run
        self.leased = leased
    }

    /// Settles where to begin. A listing of everything reads the e-mail addresses of all known accounts again.
    mutating func begin(_ reading: StatsReading) async throws(StoreError) {
        lastBefore = try await leased.store.lastAttempt()
        let listing = try await leased.store.statisticsListing(of: connection)
        switch (reading, listing.interrupted) {
        case (.changes, let interrupted?): resume(interrupted)
        case (.everything, let interrupted?) where interrupted.isWhole: resume(interrupted)
        case (_, .some): try await leased.forgetStatisticsListing(of: connection)
        case (_, nil): break
        }
        if case .changes = reading, listing.interrupted == nil {
            start.since = listing.mark
            isWhole = listing.mark == nil
        }
        if isWhole { start.accounts = try await leased.store.accounts(of: connection) }
    }

    private mutating func resume(_ interrupted: StatisticsListing.Interrupted) {
        start.checkpoint = interrupted.checkpoint
        rows = interrupted.rows
        isWhole = interrupted.isWhole
    }

    /// Begins again at the first page; after the mark of a listing of changes was refused, with everything.
    mutating func restart() async throws(StoreError) {
        try await leased.forgetStatisticsListing(of: connection)
        let listing = try await leased.store.statisticsListing(of: connection)
        if start.checkpoint == nil, start.since != nil, !moved { isWhole = true }
        start = EnrolmentFetch.Start(since: isWhole ? nil : listing.mark)
        rows = 0
        moved = false
    }

    mutating func record(_ accounts: [LearnerAccount]) async throws(StoreError) {
        changes += try await leased.note(accounts, of: connection, by: .standard, lastBefore: lastBefore)
    }

    /// Records a page, with the learners on it.
    ///
    /// - Returns: whether it was the last.
    mutating func record(_ part: RecordingQueue.Part) async throws(StoreError) -> Bool {
        let listed = part.page
        moved = true
        rows += listed.rows
        skipped += listed.refused.count
        total = listed.total ?? total
        let refused = listed.refused.map(\.clipped)
        var batch = EnrolmentBatch(listed.enrolments, accounts: part.learners)
        batch.isThorough = isWhole
        batch.lastBefore = lastBefore
        batch.page = EnrolmentBatch.ListedPage(
            run: run, refused: refused, rows: rows, isWhole: isWhole, next: listed.next)
        changes += try await leased.record(batch, of: connection, by: .standard)
        guard listed.next == nil else { return false }
        if let total, rows < total {
            flaw = "the provider ended the listing after \(rows) of \(total) enrolments"
            try await leased.forgetStatisticsListing(of: connection)
        } else {
            try await leased.endStatisticsListing(of: connection, mark: listed.mark)
        }
        return true
    }
}
