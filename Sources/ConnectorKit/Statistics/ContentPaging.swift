/// The position of a listing of enrolments that goes content by content, and in each page by page: for a service that lists
/// the learners of one course only.
///
/// The contents are those of ``EnrolmentRequest/contents``, in the order of their ids. They may change while the listing
/// goes on, since the position names a content and not its place.
public struct ContentPaging<Position: ListPosition>: Codable, Sendable, Equatable {
    /// The external id of the content whose page is next; nil after the last one.
    public private(set) var content: String?
    /// Where its next page begins.
    public private(set) var position = Position()
    /// The mark of the last listing, from which changes are listed; nil to list everything.
    public let since: String?
    /// The mark of this listing.
    public let mark: String

    /// - Parameters:
    ///   - contents: The ids of all contents, in any order.
    ///   - mark: Where a next listing of changes has to begin, see ``EnrolmentPage/mark``.
    /// - Returns: Nil if the checkpoint is not of such a listing.
    public init?(_ request: EnrolmentRequest, of contents: [String], mark: String) {
        guard let checkpoint = request.checkpoint else {
            (content, since, self.mark) = (contents.min(), request.since?.text, mark)
            return
        }
        guard let known: Self = checkpoint.position(), known.content != nil else { return nil }
        self = known
    }

    /// Goes on after a page of the content: to its next page, or to the next content.
    ///
    /// - Parameters:
    ///   - size: The rows that were asked for.
    ///   - contents: The ids of all contents, in any order.
    /// - Throws: ``Failure/contract(_:)`` if the list of the content ends before its total.
    public mutating func advance(after page: ListAnswer, size: Int, of contents: [String]) throws(Failure) {
        let seen = position.rows + page.elements.count
        if let next = position.next(after: page, size: size).flatMap(Position.init) {
            position = next
        } else if let total = page.total, seen < total {
            throw .contract("\(page.request): the enrolments ended after \(seen) of \(total) rows")
        } else {
            skip(of: contents)
        }
    }

    /// Goes on with the next content, if the service has no such content any longer.
    public mutating func skip(of contents: [String]) {
        guard let content else { return }
        self.content = contents.filter { $0 > content }.min()
        position = Position()
    }

    /// Nil at the end.
    public var checkpoint: Checkpoint? { content == nil ? nil : Checkpoint(of: self) }
}
