import ConnectorKit

/// The service as the settings of one connection reach it.
struct Service {
    /// The largest `limit` the service takes.
    static let largestPage = 50

    private let items: String

    /// - Throws: ``Failure/configuration(_:)`` where there is no address.
    init(_ settings: Settings) throws(Failure) {
        guard let url = settings["url"] else { throw .configuration("the setting url is needed") }
        items = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/v1/items"
    }

    /// A page of items; the first one without a checkpoint.
    func listing(limit: Int, after checkpoint: Checkpoint? = nil) -> HTTPRequest {
        var query = URLQuery()
        query.add("limit", limit)
        if let checkpoint { query.add("cursor", checkpoint.text) }
        return HTTPRequest(.get, items + query.text, headers: [HTTPHeader("Accept", "application/json")])
    }

    /// What an answer to that holds.
    ///
    /// - Throws: ``Failure/contract(_:)`` for anything but a page, which then counts as not received.
    func page(_ response: HTTPResponse) throws(Failure) -> CatalogPage {
        switch response.status {
        case 200: break
        case 403: throw .credentials("GET \(items): HTTP 403; the account of api_key may not list content")
        case let status: throw broken("HTTP \(status); a page was expected: is the setting url right?")
        }
        let listing: JSONListing
        do {
            listing = try JSONListing(
                response.body, elementsOf: "items", members: ["next", "total"], paths: CourseTable.paths,
                identity: CourseTable.identity, version: CourseTable.version)
        } catch {
            throw broken(error.message)
        }
        let next = try next(listing)
        var page = CatalogPage(
            items: [], rows: listing.elements.count, next: next, total: try total(listing),
            isLast: next == nil)
        for (row, element) in listing.elements.enumerated() {
            if case .text(let id)? = element.id {
                page.items.append(
                    RawItem(id: id, digest: element.digest, bytes: response.body[element.range]))
            } else {
                let problem = element.id.map { "id is \($0.kind); text was expected" } ?? "no id"
                page.refused.append(RefusedItem(id: nil, reason: "row \(row + 1): \(problem)"))
            }
        }
        return page
    }

    /// The end mark is a page without a next one.
    private func next(_ listing: JSONListing) throws(Failure) -> Checkpoint? {
        switch listing.members["next"] {
        case nil, .null: return nil
        case .text(let cursor): return Checkpoint(cursor)
        case let other?: throw broken("next is \(other.kind); text was expected")
        }
    }

    /// Needed, since by it an empty page before the end is told from the end.
    private func total(_ listing: JSONListing) throws(Failure) -> Int {
        guard case .number(let digits)? = listing.members["total"], let total = Int(digits) else {
            throw broken("no total; a whole number was expected")
        }
        return total
    }

    private func broken(_ problem: String) -> Failure { .contract("GET \(items): \(problem)") }
}
