import ConnectorKit

/// One answer to ListRecords.
struct RecordList {
    let request: String
    let envelope: Answer.Envelope
    let reader: RecordReader

    init(_ answer: Answer, _ start: RecordReader) throws(Failure) {
        var reader = start
        request = answer.request
        envelope = try answer.read("record") { reader.take($0) }
        self.reader = reader
    }

    func error(_ code: String) -> ProtocolError? { envelope.errors.first { $0.code == code } }

    /// The page as the host takes it.
    ///
    /// The end mark is an empty token, or none at all (OAI-PMH 2.0 section 3.5). So is `noRecordsMatch`.
    ///
    /// - Parameters:
    ///   - mark: where the next listing may take up, once this one came to its end.
    ///   - token: the token the page was asked for by.
    /// - Throws: what the repository's errors mean, and ``Failure/contract(_:)`` where the page is followed
    ///   by itself.
    func page(scope: CatalogPage.Scope, mark: String?, askedBy token: String?) throws(Failure) -> CatalogPage
    {
        if let error = envelope.errors.first(where: { $0.code != ProtocolError.noRecordsMatch }) {
            throw error.failure(of: request)
        }
        let following = envelope.token?.text
        // Asked twice by the same token a repository answers the same page (OAI-PMH 2.0 section 3.5.1).
        if let following, following == token {
            throw .contract(
                "\(request): the answer names the token it was asked for by; the next page was expected")
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
