import ConnectorKit

/// A provider that breaks one promise, so that a case is seen to notice it.
struct BrokenProvider: CatalogProvider {
    /// The id of the case that is to fail.
    let breaks: String
    /// What is wrong with it, as in "a provider that …".
    let flaw: String

    var descriptor = SampleProvider().descriptor
    var token: @Sendable (Connection) async throws(Failure) -> AccessToken? = {
        connection async throws(Failure) in
        try await SampleProvider().accessToken(connection)
    }
    var answer: @Sendable (PageRequest, Connection) async throws(Failure) -> CatalogAnswer = {
        request, connection async throws(Failure) in
        try await SampleProvider().page(request, of: connection)
    }

    var learning = BrokenLearning()
    var pushing = BrokenPushing()

    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        try await token(connection)
    }
    func mapping(_ settings: Settings) -> Mapping { SampleProvider().mapping(settings) }
    func paging(_ settings: Settings) -> Paging { SampleProvider().paging(settings) }
    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        try await answer(request, connection)
    }
    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try SampleProvider().document(of: item, settings: settings)
    }
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        _ = try await answer(PageRequest(), connection)
    }

    /// The same with another way to a page.
    func answering(
        _ answer: @escaping @Sendable (PageRequest, Connection) async throws(Failure) -> CatalogAnswer
    ) -> BrokenProvider {
        var copy = self
        copy.answer = answer
        return copy
    }

    /// The same with every page changed, and whether it is the first of a listing told.
    func changing(_ change: @escaping @Sendable (inout CatalogPage, Bool) -> Void) -> BrokenProvider {
        answering { request, connection throws(Failure) in
            let answer = try await SampleProvider().page(request, of: connection)
            guard case .page(var page) = answer else { return answer }
            change(&page, request.checkpoint == nil)
            return .page(page)
        }
    }

    /// The one that breaks a case.
    static func breaking(_ test: ConformanceCase) -> BrokenProvider? { all.first { $0.breaks == test.id } }

    /// One for each case, but for `kill`, which tries the program as well.
    static let all: [BrokenProvider] = declarations + listings + failures + items + learning + pushing
}
