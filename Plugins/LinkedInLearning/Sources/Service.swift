import ConnectorKit

/// The addresses and choices of one connection.
struct Service {
    /// The largest `count` that public clients use. No page of LinkedIn names a limit.
    static let largestPage = 100

    let tokenURL: String
    let types: [AssetType]
    let slices: [AssetSlice]
    let pageSize: Int
    private let api: JSONService

    /// - Throws: ``Failure/configuration(_:)`` if a locale is unknown.
    init(_ connection: Connection) throws(Failure) {
        let settings = connection.settings
        tokenURL = (settings.origin("auth_url") ?? "https://www.linkedin.com") + "/oauth/v2/accessToken"
        api = JSONService((settings.origin("api_url") ?? "https://api.linkedin.com") + "/v2", connection)
        pageSize = settings.integer("page_size") ?? Self.largestPage
        var types = [AssetType.course]
        if settings.boolean("learning_paths") ?? true { types.append(.learningPath) }
        if settings.boolean("videos") ?? false { types.append(.video) }
        self.types = types
        slices = try SourceLocale.list(settings["locales"] ?? "en_US").flatMap { locale in
            types.map { AssetSlice(locale: locale, type: $0) }
        }
    }

    /// - Parameter hashed: See ``HTTPRequest/hashedBytes``.
    func assets(_ slice: AssetSlice, start: Int, count: Int, hashed: Int = 0) async throws(Failure)
        -> ServiceAnswer
    {
        let answer = try await api.send(
            .get, "learningAssets", slice.query(start: start, count: count),
            detail: "\(slice) from \(start) on", hashed: hashed)
        try Self.requireSuccess(answer, "content")
        return answer
    }

    /// The page in a response, which counts as not received if it says that there is no next one, although there is.
    func list(_ answer: ServiceAnswer, start: Int, count: Int) throws(Failure) -> ListAnswer {
        let list = try ListAnswer(
            answer, elementsOf: "elements", total: "paging.total", paths: AssetTable.paths,
            version: AssetTable.version)
        let total = try list.requireTotal()
        if start + count < total, try !answer.values(["paging.links[].rel"])[0].contains(.text("next")) {
            throw .contract(
                "\(answer.request): the page after \(start + count) of \(total) is missing; a link \"next\" was expected"
            )
        }
        return list
    }

    func report(_ report: ActivityReport, count: Int) async throws(Failure) -> ListAnswer {
        let answer = try await api.send(
            .get, "learningActivityReports", report.query(count: count), detail: report.type.rawValue)
        try Self.requireSuccess(answer, "reports")
        return try ListAnswer(
            answer, elementsOf: "elements", total: "paging.total", paths: ActivityReport.paths)
    }

    private static func requireSuccess(_ answer: ServiceAnswer, _ permission: String) throws(Failure) {
        try answer.requireSuccess(
            "a page",
            permission:
                "\(permission), which an administrator allows under Access content and reports via API")
    }
}
