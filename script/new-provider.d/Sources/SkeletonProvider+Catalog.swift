import ConnectorKit

extension SkeletonProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: CourseTable.version, rules: CourseTable.rules, settings: settings)
    }

    /// Nothing says how long a cursor lives, so an interrupted listing begins again.
    func paging(_ settings: Settings) -> Paging { .cursor }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let service = try Service(connection.settings)
        let response = try await connection.client.send(
            service.listing(limit: Service.largestPage, after: request.checkpoint))
        if request.checkpoint != nil, response.status == 400 {
            return .checkpointRefused("the service refused the cursor (HTTP 400)")
        }
        return .page(try service.page(response))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do {
            return try SourceDocument(json: item.bytes, paths: CourseTable.paths)
        } catch {
            throw .item(error.message)
        }
    }

    /// One item is enough to show that address and key are right.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let service = try Service(connection.settings)
        _ = try service.page(try await connection.client.send(service.listing(limit: 1)))
    }
}
