import ConnectorKit

/// The API of an account, as the settings of one connection reach it.
struct Account {
    let pageSize: Int
    private let root: String
    private let authorization: HTTPHeader

    /// The lists of the API.
    enum List: String {
        case courses = "courses/list/"
        case courseActivity = "analytics/user-course-activity/"
        case progress = "analytics/user-progress/"
    }

    /// - Throws: ``Failure/configuration(_:)`` if a required setting is missing.
    init(_ settings: Settings) throws(Failure) {
        guard let url = settings["url"], let id = settings.integer("account_id"),
            let client = settings["client_id"], let secret = settings.secret("client_secret")
        else { throw .configuration("the settings url, account_id, client_id and client_secret are needed") }
        root = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/api-2.0/organizations/\(id)/"
        pageSize = settings.integer("page_size") ?? 100
        authorization = .basic(user: client, password: secret)
    }

    /// Fetches a page of a list.
    ///
    /// - Parameters:
    ///   - page: Counted from 1.
    ///   - hashed: The bytes of the answer to hash as they arrive.
    ///   - parameters: Those besides page and size.
    /// - Returns: Nil if there is no such page.
    func page(
        _ page: Int, of list: List, size: Int? = nil, hashed: Int = 0, over client: any HTTPClient,
        _ parameters: [(name: String, value: String)] = []
    ) async throws(Failure) -> ServiceAnswer? {
        var query = URLQuery()
        query.add("page", page)
        query.add("page_size", size ?? pageSize)
        for (name, value) in parameters { query.add(name, value) }
        let address = root + list.rawValue
        var request = HTTPRequest(
            .get, address + query.text, headers: [authorization, HTTPHeader("Accept", "application/json")],
            authorized: false)
        request.hashedBytes = hashed
        let answer = ServiceAnswer(try await client.send(request), to: "GET \(address), page \(page)")
        switch answer.response.status {
        case 404 where page > 1: return nil
        case 401:
            throw .credentials(
                "\(answer.problem); client_id and client_secret must be those of one API client")
        case 404: throw .contract("\(answer.problem); a page was expected: are url and account_id right?")
        default:
            let what = list == .courses ? "list the courses" : "read the reports"
            try answer.requireSuccess("a page", permission: "an API client that may \(what) of this account")
            return answer
        }
    }
}

extension ServiceAnswer {
    /// Reads a page: `{"count":…,"next":…,"previous":…,"results":[…]}`.
    ///
    /// - Throws: ``Failure/contract(_:)`` if it is none, or states no count.
    func list(_ paths: JSONPaths, version: Int = 0) throws(Failure) -> (list: ListAnswer, total: Int) {
        let list = try ListAnswer(
            self, elementsOf: "results", total: "count", next: "next", paths: paths, version: version)
        guard let total = list.total else {
            throw .contract("\(request): no count; a whole number was expected")
        }
        return (list, total)
    }
}
