import ConnectorKit

/// The addresses and choices of one connection.
struct Service {
    /// The largest `count` that public clients use. No page of LinkedIn names a limit.
    static let largestPage = 100

    let tokenURL: String
    let assetsURL: String
    let reportsURL: String
    let types: [AssetType]
    let slices: [AssetSlice]
    let pageSize: Int

    /// - Throws: ``Failure/configuration(_:)`` if a locale is unknown.
    init(_ settings: Settings) throws(Failure) {
        tokenURL = Self.origin(settings["auth_url"] ?? "https://www.linkedin.com") + "/oauth/v2/accessToken"
        let api = Self.origin(settings["api_url"] ?? "https://api.linkedin.com")
        assetsURL = api + "/v2/learningAssets"
        reportsURL = api + "/v2/learningActivityReports"
        pageSize = settings.integer("page_size") ?? Self.largestPage
        var types = [AssetType.course]
        if settings.boolean("learning_paths") ?? true { types.append(.learningPath) }
        if settings.boolean("videos") ?? false { types.append(.video) }
        self.types = types
        slices = try SourceLocale.list(settings["locales"] ?? "en_US").flatMap { locale in
            types.map { AssetSlice(locale: locale, type: $0) }
        }
    }

    private static func origin(_ text: String) -> String {
        text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    func listing(_ slice: AssetSlice, start: Int, count: Int) -> HTTPRequest {
        HTTPRequest(
            .get, assetsURL + slice.query(start: start, count: count).text,
            headers: [HTTPHeader("Accept", "application/json")])
    }
}
