import ConnectorKit

/// The service as the settings of one connection reach it.
struct Service {
    /// The largest `limit` that the service takes.
    static let largestPage = 50

    private let root: String
    private let client: any HTTPClient

    /// - Throws: ``Failure/configuration(_:)`` if there is no address.
    init(_ connection: Connection) throws(Failure) {
        guard let url = connection.settings["url"] else { throw .configuration("the setting url is needed") }
        root = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/v1/"
        client = connection.client
    }
    //? oauth

    var tokenURL: String { root + "token" }
    //? end

    /// Fetches a page of a list.
    ///
    /// - Returns: Nil if the service does not know the position, or no longer.
    /// - Throws: ``Failure/contract(_:)`` for anything but a page, which then counts as not received.
    func page(
        of list: String, at position: CursorPaging = CursorPaging(), limit: Int = largestPage,
        //? stats|webhooks
        _ filters: [String: String] = [:],
        //? end
        paths: JSONPaths, version: Int = 0
    ) async throws(Failure) -> ListAnswer? {
        var query = URLQuery()
        query.add("limit", limit)
        //? cursor
        if let cursor = position.cursor { query.add("cursor", cursor) }
        //? end
        //? offset
        query.add("offset", position.offset)
        //? end
        //? page
        query.add("page", position.page)
        //? end
        //? stats|webhooks
        for (name, value) in filters.sorted(by: { $0.key < $1.key }) { query.add(name, value) }
        //? end
        //? webhooks
        let answer = try await send(.get, list + query.text)
        //? else
        let request = HTTPRequest(
            .get, root + list + query.text, headers: [HTTPHeader("Accept", "application/json")])
        let answer = ServiceAnswer(try await client.send(request), to: "GET \(root)\(list)")
        //? end
        //? page
        if position.page > 1, answer.response.status == 404 { return nil }
        //? else
        if position != CursorPaging(), answer.response.status == 400 { return nil }
        //? end
        try answer.requireSuccess("a page", permission: "an account that may list \(list)")
        //? cursor
        let page = try ListAnswer(
            answer, elementsOf: list, total: "total", next: "next", paths: paths, version: version)
        //? else
        let page = try ListAnswer(answer, elementsOf: list, total: "total", paths: paths, version: version)
        //? end
        // By the total an empty page before the end is told from the end.
        guard page.total != nil else {
            throw .contract("\(answer.request): no total; a whole number was expected")
        }
        return page
    }
    //? webhooks

    /// - Parameter path: Path and query, below `/v1/`.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, hiding secret: Secret? = nil
    ) async throws(Failure) -> ServiceAnswer {
        var headers = [HTTPHeader("Accept", "application/json")]
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let request = HTTPRequest(method, root + path, headers: headers, body: body?.bytes())
        return ServiceAnswer(
            try await client.send(request), to: "\(method.rawValue) \(root)\(path.prefix { $0 != "?" })",
            hiding: secret)
    }
    //? end
}

extension ListAnswer {
    //? cursor
    /// The position after this page; nil at the end, which is a page without `next`.
    func next(after position: CursorPaging) -> Checkpoint? {
        position.next(rows: elements.count, total: total, cursor: next)
    }
    //? else
    /// The position after this page; nil at the end, which the total says.
    func next(after position: CursorPaging) -> Checkpoint? {
        position.next(rows: elements.count, size: Service.largestPage, total: total)
    }
    //? end
}
