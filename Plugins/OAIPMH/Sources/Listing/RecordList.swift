import ConnectorKit

/// A response to ListRecords.
struct RecordList {
    let request: String
    let envelope: Answer.Envelope
    let reader: RecordReader

    init(_ answer: Answer, _ start: RecordReader) throws(Failure) {
        var reader = start
        request = answer.request
        envelope = try answer.read("record") { reader.add($0) }
        self.reader = reader
    }

    func error(_ code: String) -> ProtocolError? { envelope.errors.first { $0.code == code } }

    /// Converts the list for the host.
    ///
    /// An empty or missing token marks the end of the listing (OAI-PMH 2.0 section 3.5), and so does
    /// `noRecordsMatch`.
    ///
    /// - Parameters:
    ///   - mark: Where the next listing may begin, once this one has ended.
    ///   - token: The token of the request.
    /// - Throws: The failure of a protocol error; ``Failure/contract(_:)`` if the page is its own next page.
    func page(scope: CatalogPage.Scope, mark: String?, requestedBy token: String?) throws(Failure)
        -> CatalogPage
    {
        if let error = envelope.errors.first(where: { $0.code != ProtocolError.noRecordsMatch }) {
            throw error.failure(of: request)
        }
        let following = envelope.token?.text
        // The same token always returns the same page (OAI-PMH 2.0 section 3.5.1).
        if let following, following == token {
            throw .contract(
                "\(request): the answer repeats the token of its request; the next page was expected")
        }
        let next = following.map {
            ListingPosition(
                pages: reader.page, deletions: reader.deletions, scope: scope, mark: mark, token: $0)
        }
        var page = CatalogPage(
            items: reader.items, deleted: reader.deleted, refused: reader.refused, rows: reader.rows,
            next: next?.checkpoint, total: envelope.token?.completeListSize, isLast: next == nil, scope: scope
        )
        page.mark = next == nil ? mark.map { Checkpoint($0) } : nil
        return page
    }
}
