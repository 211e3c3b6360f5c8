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

    init(_ answer: ServiceAnswer) throws(Failure) {
        try self.init(answer.response.body, try answer.values(Self.paths.paths), answer)
    }

    static func all(in answer: ServiceAnswer) throws(Failure) -> [LibraryItem] {
        let list = try ListAnswer(go1: answer, paths: paths)
        var items: [LibraryItem] = []
        for (element, document) in zip(list.elements, try list.documents()) {
            items.append(try LibraryItem(Array(list.body[element.range]), document.values, answer))
        }
        return items
    }

    private init(_ bytes: [UInt8], _ values: [[SourceValue]], _ answer: ServiceAnswer) throws(Failure) {
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
            .get, gateway + "/learning-objects/" + URLQuery.encoded(id), fragmentQuery, scopes: ["lo.read"])
    }
}
