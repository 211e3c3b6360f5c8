/// The position of a listing of enrolments that is read page by page, and may be asked for what changed since a time.
public struct EnrolmentPaging<Position: ListPosition>: Codable, Sendable, Equatable {
    /// Where the next page begins.
    public private(set) var position = Position()
    /// The mark of the last listing, from which changes are listed; nil to list everything.
    public let since: String?
    /// The mark of this listing.
    public let mark: String

    /// - Parameter mark: Where a next listing of changes has to begin, as the service is asked for it, such as a time. It is
    ///   kept through the listing, so that what changes meanwhile is listed again, see ``EnrolmentPage/mark``.
    /// - Returns: Nil if the checkpoint is not of such a listing.
    public init?(_ request: EnrolmentRequest, mark: String) {
        guard let checkpoint = request.checkpoint else {
            (since, self.mark) = (request.since?.text, mark)
            return
        }
        guard let known: Self = checkpoint.position() else { return nil }
        self = known
    }

    /// The position whose next page begins there; nil for nil, which is the end.
    public func next(at checkpoint: Checkpoint?) -> Checkpoint? {
        guard let position = checkpoint.flatMap(Position.init) else { return nil }
        var next = self
        next.position = position
        return Checkpoint(of: next)
    }
}

extension ListAnswer {
    /// A page of enrolments for the host; rows that cannot be read are refused with the reason.
    ///
    /// - Parameters:
    ///   - paging: The position that the page was asked for.
    ///   - size: The rows that were asked for.
    ///   - enrolment: Reads a row. It throws ``Failure/item(_:)`` for one that cannot be read.
    /// - Throws: ``Failure/contract(_:)`` if the listing ends before its total, or an element cannot be read.
    public func enrolmentPage<Position>(
        after paging: EnrolmentPaging<Position>, size: Int, _ settings: Settings,
        _ enrolment: (FieldInput) throws(Failure) -> Enrolment
    ) throws(Failure) -> EnrolmentPage {
        let next = paging.next(at: paging.position.next(after: self, size: size))
        let seen = paging.position.rows + elements.count
        if next == nil, let total, seen < total {
            throw .contract("\(request): the enrolments ended after \(seen) of \(total) rows")
        }
        var page = EnrolmentPage(
            enrolments: [], rows: 0, total: total, next: next,
            mark: next == nil ? Checkpoint(paging.mark) : nil)
        page.add(try rows(settings), firstRow: paging.position.rows + 1, enrolment)
        return page
    }
}

extension EnrolmentPage {
    /// Adds the enrolments of rows. Those that cannot be read are refused with the reason.
    ///
    /// - Parameters:
    ///   - place: Where the rows are from, for reasons: `course 42`.
    ///   - first: The number of the first row, for reasons; nil for rows that nobody can count.
    ///   - enrolment: Reads a row. It throws ``Failure/item(_:)`` for one that cannot be read.
    public mutating func add(
        _ inputs: [FieldInput], of place: String? = nil, firstRow first: Int? = nil,
        _ enrolment: (FieldInput) throws(Failure) -> Enrolment
    ) {
        rows += inputs.count
        for (index, input) in inputs.enumerated() {
            do throws(Failure) {
                enrolments.append(try enrolment(input))
            } catch {
                let row = first.map { "row \($0 + index)" }
                let place = [place, row].compactMap(\.self).joined(separator: ", ")
                refused.append(
                    RefusedItem(
                        id: nil, reason: place.isEmpty ? error.message : "\(place): \(error.message)"))
            }
        }
    }
}
