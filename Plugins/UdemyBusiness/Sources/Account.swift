import ConnectorKit

/// The API of an account, as the settings of one connection reach it.
struct Account {
    let pageSize: Int
    private let api: JSONService

    /// The lists of the API.
    enum List: String {
        case courses = "courses/list/"
        case courseActivity = "analytics/user-course-activity/"
        case progress = "analytics/user-progress/"
    }

    /// - Throws: ``Failure/configuration(_:)`` if a required setting is missing.
    init(_ connection: Connection) throws(Failure) {
        let settings = connection.settings
        guard let url = settings.origin("url"), let id = settings.integer("account_id"),
            let client = settings["client_id"], let secret = settings.secret("client_secret")
        else { throw .configuration("the settings url, account_id, client_id and client_secret are needed") }
        api = JSONService(
            "\(url)/api-2.0/organizations/\(id)", connection,
            headers: [.basic(user: client, password: secret)], isAuthorized: false)
        pageSize = settings.integer("page_size") ?? 100
    }

    /// Fetches a page of a list.
    ///
    /// - Parameters:
    ///   - page: Counted from 1.
    ///   - hashed: The bytes of the answer to hash as they arrive.
    ///   - parameters: Those besides page and size.
    /// - Returns: Nil if there is no such page.
    func page(
        _ page: Int, of list: List, size: Int? = nil, hashed: Int = 0,
        _ parameters: [(name: String, value: String)] = []
    ) async throws(Failure) -> ServiceAnswer? {
        var query = URLQuery(["page": page, "page_size": size ?? pageSize])
        for (name, value) in parameters { query.add(name, value) }
        let answer = try await api.send(
            .get, list.rawValue, query, detail: "page \(page)", hashed: hashed)
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
        return (list, try list.requireTotal())
    }
}
