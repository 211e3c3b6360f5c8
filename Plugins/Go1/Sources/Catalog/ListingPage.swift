import ConnectorKit

/// A page of the listing as Go1 returned it.
struct ListingPage {
    let listing: JSONListing
    /// The body that the listing's ranges refer to.
    let body: [UInt8]
    /// The number of items of the whole listing, if the page states it.
    let total: Int?
    /// The cursor of the next page; nil on the last page.
    let cursor: String?
    /// The range of the cursor's text in the body.
    let cursorRange: Range<Int>?

    /// - Throws: ``Failure/contract(_:)`` if the response is not a page. It then counts as not received.
    init(_ answer: Answer, generation: Generation) throws(Failure) {
        let cursorName = generation == .v2 ? "_scroll_id" : "next_scroll_id"
        let table = generation.table
        body = answer.response.body
        do {
            listing = try JSONListing(
                body, elementsOf: "hits", members: ["total", cursorName], paths: table.paths,
                identity: table.identity, kind: table.kind, version: CatalogTable.version)
        } catch {
            throw answer.unreadable(error)
        }
        total = try answer.total(listing.members["total"])
        cursor = try Self.cursor(listing.members[cursorName], cursorName, answer)
        let quoted = cursor == nil ? nil : listing.memberRanges[cursorName]
        cursorRange = quoted.map { $0.lowerBound + 1..<$0.upperBound - 1 }
    }

    private static func cursor(
        _ value: SourceValue?, _ name: String, _ answer: Answer
    ) throws(Failure) -> String? {
        switch value {
        case nil, .null: return nil
        case .text(let cursor): return cursor.isEmpty ? nil : cursor
        case let other?:
            throw .contract("\(answer.request): \(name) is \(other.kind); text was expected")
        }
    }
}
