import ConnectorKit

/// A provider that does whatever a test wants it to; by itself it lists two items on one page.
struct LooseProvider: CatalogProvider {
    var token: @Sendable () -> AccessToken? = { nil }
    var declare: @Sendable () -> Void = {}
    var page: @Sendable (Checkpoint?, Connection) async throws(Failure) -> CatalogAnswer = {
        _, _ throws(Failure) in ScriptedProvider.page([1, 2], total: 2)
    }
    var read: @Sendable () -> Void = {}
    var rule: @Sendable (inout LearningObject) -> Void = { _ in }
    var check: @Sendable (Connection) async throws(Failure) -> Void = { _ in }
    var pace: Duration?

    var descriptor: ProviderDescriptor {
        ProviderDescriptor(
            id: "loose", displayName: "Loose", summary: "Whatever a test wants.", settings: [],
            filters: FilterVocabulary(contentTypes: ["course"]), schedule: DefaultSchedule(catalog: "07:40"),
            pace: pace)
    }

    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? { token() }

    func paging(_ settings: Settings) -> Paging {
        declare()
        return .cursor
    }

    func mapping(_ settings: Settings) -> Mapping {
        let base = ScriptedProvider { _, _ throws(Failure) in throw .fatal("not asked") }.mapping(settings)
        let more = FieldRule(.subjects, from: ["id"], "as the test wants") { [rule] _, object in rule(&object)
        }
        return Mapping(version: 1, rules: base.rules + [more], settings: settings)
    }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        try await page(request.checkpoint, connection)
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        read()
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item("\(error)")
        }
    }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        try await check(connection)
    }
}
