import ConnectorKit

/// An item of the gateway with its ids and its state.
struct LibraryItem {
    /// The gateway's own id, `con_…`.
    let ownID: String
    /// The integer id.
    let number: String?
    /// Whether the item is retired or removed.
    let isGone: Bool
    let bytes: [UInt8]

    /// The size of a page without scrolling.
    static let perRequest = 50

    private static let paths = JSONPaths(["id", "lo_id", "gc_lo_id", "lifecycle.state"])

    init(_ answer: Answer) throws(Failure) {
        try self.init(answer.response.body, try answer.values(Self.paths.paths), answer)
    }

    static func all(in answer: Answer) throws(Failure) -> [LibraryItem] {
        let body = answer.response.body
        var items: [LibraryItem] = []
        do {
            let listing = try JSONListing(
                body, elementsOf: "hits", paths: paths, identity: 0..<1, version: 0)
            for element in listing.elements {
                let bytes = body[element.range]
                let values = try SourceDocument(json: bytes, paths: paths).values
                items.append(try LibraryItem(Array(bytes), values, answer))
            }
        } catch let fault as JSONFault {
            throw answer.unreadable(fault)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .contract("\(answer.request): \(error)")
        }
        return items
    }

    private init(_ bytes: [UInt8], _ values: [[SourceValue]], _ answer: Answer) throws(Failure) {
        func text(_ slot: Int) -> String? {
            switch values[slot].first {
            case .text(let text)?, .number(let text)?: text
            default: nil
            }
        }
        guard let id = text(0) else { throw .contract("\(answer.request): a learning object has no id") }
        ownID = id
        number = text(1) ?? text(2)
        isGone = ["retired", "removed"].contains(text(3))
        self.bytes = bytes
    }
}

extension Service {
    /// A request for those of the items that are in the Library, published or not.
    func libraryItems(_ ids: [String]) -> Endpoint {
        var query = fragmentQuery
        query.add("limit", LibraryItem.perRequest)
        query.add("collection", "library")
        for state in ["draft", "published"] { query.add("state[]", state) }
        for id in ids { query.add("id[]", id) }
        return Endpoint(.get, gateway + "/learning-objects", query, scopes: ["lo.read"])
    }

    /// A request for one item, in the Library or not.
    func gatewayItem(_ id: String) -> Endpoint {
        Endpoint(
            .get, gateway + "/learning-objects/" + Self.path(id), fragmentQuery, scopes: ["lo.read"])
    }
}
