/// A provider that reports the progress of learners.
public protocol StatsProvider: Provider {
    /// Fetches one page of enrolments.
    ///
    /// The host calls this once for each page, in order. A complete listing names every enrolment at least
    /// once. An enrolment may be named many times, in one listing or in several, always with the same id: the
    /// host keeps the earliest ``Enrolment/createdAt`` and the latest ``Enrolment/updatedAt`` that were named,
    /// and a completion stays. The provider decides how to get past the limits of the service (windows of time,
    /// slices by status or learning object) and writes its position into the checkpoint.
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentPage

    /// Reads the enrolments again that events were about, many with few requests.
    ///
    /// - Parameters:
    ///   - hints: What an event said about each; no duplicates.
    ///   - connection: The provider and its settings.
    /// - Returns: Those that still exist, in any order.
    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]

    /// Returns the accounts with these ids as they are now, many with few requests.
    ///
    /// The host asks for all known accounts with each listing of everything, and for those of an event: their
    /// e-mail addresses may have changed.
    ///
    /// - Returns: One for each id, without e-mail if the provider does not know it. The result may hold other
    ///   accounts that came with the same responses, so that a later call need not ask for them.
    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount]
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
    /// The size of the whole listing, if known.
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
