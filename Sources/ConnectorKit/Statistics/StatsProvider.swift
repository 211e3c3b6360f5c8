/// A provider that reports the progress of learners.
public protocol StatsProvider: Provider {
    /// Fetches one page of enrolments.
    ///
    /// The host calls this once for each page, in order. A complete listing names every enrolment at least
    /// once. An enrolment may be named many times, in one listing or in several, always with the same id: the
    /// host keeps the earliest begin and the latest ``Enrolment/updatedAt`` that were named, and a completion stays
    /// (rule A11). The provider decides how to get past the limits of the service (windows of time, slices by status
    /// or learning object) and writes its position into the checkpoint.
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer

    /// Returns the accounts with these ids as they are now, many with few requests. Needed only if enrolments do not
    /// state their learners, see ``Enrolment/learner``; by default there is no answer.
    ///
    /// The host asks for all known accounts with each listing of everything, and for those of an event: their
    /// e-mail addresses may have changed.
    ///
    /// - Returns: One for each id, without e-mail if the provider does not know it. The result may hold other
    ///   accounts that came with the same responses, so that a later call need not ask for them.
    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount]
}

extension StatsProvider {
    public func learners(_ accounts: [String], of connection: Connection) async throws(Failure)
        -> [LearnerAccount]
    { [] }
}

/// A provider's response to a request for enrolments.
public enum EnrolmentAnswer: Sendable {
    case page(EnrolmentPage)
    /// The checkpoint is no longer valid, with the reason. The listing begins again at its first page; if it had no
    /// checkpoint, everything is listed instead of what changed.
    case checkpointRefused(String)

    /// Returns the page, for code that has no listing to begin again.
    ///
    /// - Throws: ``Failure/contract(_:)`` with the reason if the checkpoint was refused.
    public func listed() throws(Failure) -> EnrolmentPage {
        switch self {
        case .page(let page): return page
        case .checkpointRefused(let reason): throw .contract(reason)
        }
    }
}

/// A request for one page of the enrolments.
public struct EnrolmentRequest: Sendable {
    /// The position after the previous page; nil for the first page of a new listing.
    public var checkpoint: Checkpoint?
    /// For a first page: the mark of the last listing that reached its end, so that only changes are needed.
    /// Nil to list everything.
    public var since: Checkpoint?
    /// Returns the external ids of all stored learning objects, for a listing that must be sliced by them.
    public var contents: @Sendable () async throws(Failure) -> [String]

    public init(
        after checkpoint: Checkpoint? = nil, since: Checkpoint? = nil,
        contents: @escaping @Sendable () async throws(Failure) -> [String]
    ) {
        self.checkpoint = checkpoint
        self.since = since
        self.contents = contents
    }
}

/// One page of enrolments.
public struct EnrolmentPage: Sendable {
    public var enrolments: [Enrolment]
    /// Rows that cannot be read.
    public var refused: [RefusedItem]
    /// The number of rows of the page, skipped ones included.
    public var rows: Int
    /// The size of the whole listing, if known. The total of a window or slice is not that, and is left out.
    public var total: Int?
    /// The position of the next page; nil only on the last page.
    public var next: Checkpoint?
    /// On the last page: where a listing of changes may continue, as its ``EnrolmentRequest/since``. It lies
    /// far enough back that neither clock differences nor rows that changed during the listing lose anything.
    public var mark: Checkpoint?

    public init(
        enrolments: [Enrolment], refused: [RefusedItem] = [], rows: Int, total: Int? = nil, next: Checkpoint?,
        mark: Checkpoint? = nil
    ) {
        self.enrolments = enrolments
        self.refused = refused
        self.rows = rows
        self.total = total
        self.next = next
        self.mark = mark
    }
}
