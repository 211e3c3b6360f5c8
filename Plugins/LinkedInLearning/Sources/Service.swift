import ConnectorKit

/// The addresses and choices of one connection.
struct Service {
    /// The largest `count` that public clients use. No page of LinkedIn names a limit.
    static let largestPage = 100

    let tokenURL: String
    let types: [AssetType]
    let slices: [AssetSlice]
    let pageSize: Int
    private let api: String

    /// - Throws: ``Failure/configuration(_:)`` if a locale is unknown.
    init(_ settings: Settings) throws(Failure) {
        func origin(_ name: String, _ standard: String) -> String {
            let url = settings[name] ?? standard
            return url.hasSuffix("/") ? String(url.dropLast()) : url
        }
        tokenURL = origin("auth_url", "https://www.linkedin.com") + "/oauth/v2/accessToken"
        api = origin("api_url", "https://api.linkedin.com") + "/v2"
        pageSize = settings.integer("page_size") ?? Self.largestPage
        var types = [AssetType.course]
        if settings.boolean("learning_paths") ?? true { types.append(.learningPath) }
        if settings.boolean("videos") ?? false { types.append(.video) }
        self.types = types
        slices = try SourceLocale.list(settings["locales"] ?? "en_US").flatMap { locale in
            types.map { AssetSlice(locale: locale, type: $0) }
        }
    }

    /// - Parameter hashing: See ``HTTPRequest/hashedBytes``.
    func assets(
        _ slice: AssetSlice, start: Int, count: Int, hashing: Int = 0, _ connection: Connection
    ) async throws(Failure) -> ServiceAnswer {
        try await get(
            "learningAssets", slice.query(start: start, count: count), "\(slice) from \(start) on", "content",
            hashing: hashing, connection)
    }

    /// The page in a response, which counts as not received if it says that there is no next one, although there is.
    func list(_ answer: ServiceAnswer, start: Int, count: Int) throws(Failure) -> ListAnswer {
        let list = try ListAnswer(
            answer, elementsOf: "elements", total: "paging.total", paths: AssetTable.paths,
            version: AssetTable.version)
        guard let total = list.total else {
            throw .contract("\(answer.request): no paging.total; a whole number was expected")
        }
        if start + count < total, try !answer.values(["paging.links[].rel"])[0].contains(.text("next")) {
            throw .contract(
                "\(answer.request): the page after \(start + count) of \(total) is missing; a link \"next\" was expected"
            )
        }
        return list
    }

    func report(_ report: ActivityReport, count: Int, _ connection: Connection) async throws(Failure)
        -> ListAnswer
    {
        let answer = try await get(
            "learningActivityReports", report.query(count: count), report.type.rawValue, "reports", connection
        )
        return try ListAnswer(
            answer, elementsOf: "elements", total: "paging.total", paths: ActivityReport.paths)
    }

    private func get(
        _ resource: String, _ query: URLQuery, _ what: String, _ permission: String, hashing: Int = 0,
        _ connection: Connection
    ) async throws(Failure) -> ServiceAnswer {
        let url = "\(api)/\(resource)"
        var request = HTTPRequest(.get, url + query.text, headers: [HTTPHeader("Accept", "application/json")])
        request.hashedBytes = hashing
        let answer = ServiceAnswer(try await connection.client.send(request), to: "GET \(url), \(what)")
        try answer.requireSuccess(
            "a page",
            permission:
                "\(permission), which an administrator allows under Access content and reports via API")
        return answer
    }
}
