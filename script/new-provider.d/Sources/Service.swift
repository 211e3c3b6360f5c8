import ConnectorKit

/// The service as the settings of one connection reach it.
struct Service {
    /// The largest `limit` that the service takes.
    static let largestPage = 50

    private let api: JSONService

    /// - Throws: ``Failure/configuration(_:)`` if a setting is missing.
    init(_ connection: Connection) throws(Failure) {
        guard let url = connection.settings.origin("url") else {
            throw .configuration("the setting url is needed")
        }
        //? header
        guard let key = connection.settings.secret("api_key") else {
            throw .configuration("the setting api_key is needed")
        }
        api = JSONService(url + "/v1", connection, key: key, in: "KEYHEADER")
        //? else
        api = JSONService(url + "/v1", connection)
        //? end
    }
    //? oauth

    var tokenURL: String { api.root + "/token" }
    //? end

    /// Fetches a page of a list.
    ///
    //? by-content
    /// - Parameter item: The item whose list it is; nil for a list of the service.
    /// - Returns: Nil if the service does not know the position or the item, or no longer.
    //? else
    /// - Returns: Nil if the service does not know the position, or no longer.
    //? end
    /// - Throws: ``Failure/contract(_:)`` for anything but a page, which then counts as not received.
    func page(
        of list: String,
        //? by-content
        in item: String? = nil,
        //? end
        at position: CursorPaging = CursorPaging(), limit: Int = largestPage,
        //? stats
        since: String? = nil,
        //? end
        //? webhooks
        ids: [String]? = nil,
        //? end
        paths: JSONPaths, version: Int = 0
    ) async throws(Failure) -> ListAnswer? {
        let query = URLQuery([
            "limit": limit,
            //? cursor
            "cursor": position.cursor,
            //? end
            //? offset
            "offset": position.offset,
            //? end
            //? page
            "page": position.page,
            //? end
            //? stats
            "since": since,
            //? end
            //? webhooks
            "ids": ids?.joined(separator: ","),
            //? end
        ])
        //? by-content
        let path = item.map { "items/\(URLQuery.encoded($0))/\(list)" } ?? list
        let answer = try await api.send(.get, path, query)
        if item != nil, answer.response.status == 404 { return nil }
        //? else
        let answer = try await api.send(.get, list, query)
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
        _ = try page.requireTotal()
        return page
    }
    //? webhooks

    /// - Parameter path: The path below `/v1/`.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, hiding secret: Secret? = nil
    ) async throws(Failure) -> ServiceAnswer {
        try await api.send(method, path, body: body?.bytes(), hiding: secret)
    }
    //? end
}
