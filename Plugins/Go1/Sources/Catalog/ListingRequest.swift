import ConnectorKit

extension Service {
    /// A page of the Library's content, of the types that are taken: the first page without a cursor.
    ///
    /// - Only scrolling lists more than 10,000 items (reference/go1-api-facts.md 2.1).
    /// - A cursor stands for one search, so pages do not overlap whatever their order, and no sort is asked for.
    /// - Every request repeats all parameters: that a cursor keeps them is not documented.
    /// - No filter of a group is sent: one listing serves all groups, and only a whole one proves absence.
    /// - Without `state[]` the gateway lists what is published; what it retires or removes is then absent,
    ///   and archived once the listing is complete (our decision).
    func listingRequest(cursor: String?) -> HTTPRequest {
        var query = URLQuery()
        query.add("limit", pageSize)
        switch generation {
        case .v2:
            query.add("scroll", true)
            if let cursor { query.add("scrollId", cursor) }
        case .gateway:
            query.add("use_scroll", true)
            if let cursor { query.add("scroll_id", cursor) }
        }
        return request(query)
    }

    /// One item, without beginning a scroll.
    var probe: HTTPRequest {
        var query = URLQuery()
        query.add("limit", 1)
        return request(query)
    }

    private func request(_ start: URLQuery) -> HTTPRequest {
        var query = start
        var headers = [HTTPHeader("Accept", "application/json")]
        let types = TakenType.allCases.map(\.rawValue)
        switch generation {
        case .v2:
            query.add("collection", "default")
            query.add("type", types.joined(separator: ","))
        case .gateway:
            query.add("collection", "library")
            for type in types { query.add("type[]", type) }
            for fragment in Self.fragments { query.add("include[]", fragment) }
            headers.append(HTTPHeader("Api-Version", generation.rawValue))
        }
        return HTTPRequest(.get, listingURL + query.text, headers: headers)
    }

    /// Asks the gateway for what the mapping reads.
    var fragmentQuery: URLQuery {
        var query = URLQuery()
        for fragment in Self.fragments { query.add("include[]", fragment) }
        return query
    }

    /// The fragments the mapping reads; without naming any, the gateway sends `core` alone.
    private static let fragments = ["core", "relevance", "lifecycle", "topics", "provider"]
}
