import ConnectorKit

extension SkeletonProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: CourseTable.version, rules: CourseTable.rules, settings: settings)
    }

    //? cursor
    /// Nothing says how long a cursor lives, so an interrupted listing begins again.
    func paging(_ settings: Settings) -> Paging { .cursor }
    //? else
    /// If the total changes while a listing is read, rows may have moved from page to page: it proves nothing then.
    func paging(_ settings: Settings) -> Paging { .offset }
    //? end

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        guard let position = request.checkpoint.map(CursorPaging.init) ?? CursorPaging() else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let page = try await Service(connection).page(
            of: "items", at: position, paths: CourseTable.paths, version: CourseTable.version)
        guard let page else { return .checkpointRefused("the service does not know the position") }
        return .page(
            page.catalogPage(
                next: position.next(after: page, size: Service.largestPage), firstRow: position.rows + 1))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try item.document(CourseTable.paths)
    }
}
