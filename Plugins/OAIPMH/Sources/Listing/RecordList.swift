import ConnectorKit
import Markup

/// A response to ListRecords.
struct RecordList {
    let request: String
    let envelope: Answer.Envelope
    let reader: RecordReader

    /// - Throws: ``Failure/contract(_:)`` if the response is no list and no error of the protocol.
    init(_ answer: Answer, _ start: RecordReader) throws(Failure) {
        var reader = start
        request = answer.request
        do throws(Failure) {
            envelope = try answer.read("record") { reader.add($0) }
        } catch {
            reader = start
            guard answer.isSuccess,
                var envelope = BrokenList(answer.source.bytes)?.read(answer, into: &reader)
            else { throw error }
            let fault = error.message.replacing("\(request): ", with: "")
            envelope.remarks.insert("each record was read on its own, since \(fault)", at: 0)
            self.envelope = envelope
        }
        self.reader = reader
    }

    func error(_ code: String) -> ProtocolError? { envelope.errors.first { $0.code == code } }

    /// The first error, if it is not that nothing matches.
    var refusal: ProtocolError? { envelope.errors.first { $0.code != ProtocolError.noRecordsMatch } }

    /// Whether the repository listed nothing, and there is no further page.
    var isEmpty: Bool { reader.rows == 0 && envelope.token?.text == nil }

    /// Converts the list for the host.
    ///
    /// An empty or missing token marks the end of the listing (OAI-PMH 2.0 section 3.5). A list without records
    /// is none by the protocol's schema, and `noRecordsMatch` is no answer to a token. Either counts as the end
    /// only if the stated size is reached, or if the listing has only changes, which archive nothing for absence
    /// (rule O1).
    ///
    /// - Parameter position: The position before this page.
    /// - Throws: The failure of a protocol error; ``Failure/contract(_:)`` if the page is its own next page, or
    ///   is empty without an end mark.
    func page(after position: ListingPosition) throws(Failure) -> CatalogPage {
        if let refusal { throw refusal.failure(of: request) }
        // The same token always returns the same page (OAI-PMH 2.0 section 3.5.1).
        if let following = envelope.token?.text, following == position.token {
            throw .contract(
                "\(request): the answer repeats the token of its request; the next page was expected")
        }
        try checkEnd(position)
        var next = position
        next.pages += 1
        next.rows += reader.rows
        next.size = envelope.token?.completeListSize ?? position.size
        next.token = envelope.token?.text
        next.mark?.newest = [position.mark?.newest, reader.newest].compactMap(\.self).max()
        var page = CatalogPage(
            items: reader.items, deleted: reader.deleted, refused: reader.refused, rows: reader.rows,
            next: next.checkpoint, total: envelope.token?.completeListSize, isLast: next.token == nil,
            scope: position.scope)
        page.isTotalEstimated = true
        page.mark = page.isLast ? next.mark.map { Checkpoint($0.text) } : nil
        page.remarks = (envelope.remarks + reader.remarks).map { "\(request): \($0)" }
        return page
    }

    private func checkEnd(_ position: ListingPosition) throws(Failure) {
        guard reader.rows == 0, envelope.token == nil, position.scope == .whole else { return }
        let isFirst = position.token == nil
        if isFirst, !envelope.errors.isEmpty { return }
        if !isFirst, let size = position.size, position.rows >= size { return }
        let answer = envelope.errors.isEmpty ? "has neither records nor a token" : "is noRecordsMatch"
        let place =
            isFirst
            ? "" : ", after \(position.rows) records" + (position.size.map { " of about \($0)" } ?? "")
        throw .contract("\(request): the answer \(answer)\(place); records or an empty token were expected")
    }
}
