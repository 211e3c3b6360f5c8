import ConnectorKit

extension Service {
    /// A request for a page of the Library with the supported types; without a cursor for the first page.
    ///
    /// - Only scrolling can list more than 10,000 items (rule G4).
    /// - A cursor belongs to one search, so pages do not overlap in any order, and no sort is requested.
    /// - Every request repeats all parameters, since Go1 does not document that a cursor keeps them.
    /// - A group's filters are not sent: one listing serves all groups, and only a whole one proves absence.
    /// - Without `state[]` the gateway lists published content. Retired and removed content is then absent
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

    /// A request for one item, without starting a scroll.
    var probe: HTTPRequest {
        var query = URLQuery()
        query.add("limit", 1)
        return request(query)
    }

    private func request(_ start: URLQuery) -> HTTPRequest {
        var query = start
        var headers = [HTTPHeader("Accept", "application/json")]
        let types = SupportedType.allCases.map(\.rawValue)
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

    /// The gateway's fragments that the mapping reads, as query parameters.
    var fragmentQuery: URLQuery {
        var query = URLQuery()
        for fragment in Self.fragments { query.add("include[]", fragment) }
        return query
    }

    /// The fragments that the mapping reads. By default the gateway sends only `core`.
    private static let fragments = ["core", "relevance", "lifecycle", "topics", "provider"]
}
