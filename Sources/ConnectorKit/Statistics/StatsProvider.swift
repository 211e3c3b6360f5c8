/// A provider that tells how learners get on.
public protocol StatsProvider: Provider {
    /// Fetches one page of enrolments.
    ///
    /// Called once for each page, in order. A listing that came to its end has named every enrolment at least
    /// once; naming one twice does no harm. How it gets past the limits of the service (windows of time, slices by
    /// status or learning object) is the provider's, and is written into the checkpoint.
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentPage

    /// Reads enrolments again, many with few requests: what an event was about.
    ///
    /// - Parameters:
    ///   - hints: what an event told of each; none twice.
    ///   - connection: the provider as it is reached.
    /// - Returns: those that are still there, in any order.
    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]

    /// Whose accounts these are, many with few requests.
    ///
    /// - Returns: one for each id that was asked for; one without e-mail where the provider does not know it. Others
    ///   that came with them may be there as well, so that a later call need not ask for those.
    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount]
}

/// Which page of the enrolments is asked for.
public struct EnrolmentRequest: Sendable {
    /// The page after this one; nil for the first page of a new listing.
    public var checkpoint: Checkpoint?
    /// For a first page: the mark of the last listing that came to its end, so that what changed since is
    /// enough. Nil where everything is to be listed.
    public var since: Checkpoint?
    /// The external ids of the learning objects the host knows, for a listing that must be sliced by them.
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
    /// How many rows the page had, whatever became of them.
    public var rows: Int
    /// How many rows the whole listing has, where that is known.
    public var total: Int?
    /// Where the next page begins; nil only on the last page.
    public var next: Checkpoint?
    /// On the last page: where a listing of changes may take up, as its ``EnrolmentRequest/since``. It lies far
    /// enough back that neither clocks that differ nor rows that changed while they were read lose anything.
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
