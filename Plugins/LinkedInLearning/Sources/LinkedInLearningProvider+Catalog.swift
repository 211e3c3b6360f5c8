import ConnectorKit

extension LinkedInLearningProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: AssetTable.version, rules: AssetTable.rules, settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .offset }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let service = try Service(connection)
        guard var position = ListingPosition(request.checkpoint, slices: service.slices.count) else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let isSizing = position.isSizing
        let count = isSizing ? 1 : service.pageSize
        let answer = try await service.assets(
            service.slices[position.slice], start: position.start, count: count,
            hashed: request.memo?.before ?? 0)
        if let memo = request.memo, let total = memo.total,
            memo.cursor(in: answer.response, version: AssetTable.version) != nil
        {
            position.note(total)
            let next = position.next(after: isSizing, pageSize: count)
            return .unchanged(rows: memo.rows, next: next?.checkpoint, total: position.total)
        }
        let list = try service.list(answer, start: position.start, count: count)
        position.note(list.total ?? 0)
        let next = position.next(after: isSizing, pageSize: count)
        var page =
            isSizing
            ? CatalogPage(items: [], rows: 0, next: next?.checkpoint, total: position.total, isLast: false)
            : list.catalogPage(next: next?.checkpoint, total: position.total)
        page.memo = PageMemo(
            list.body, cursor: nil, rows: page.rows, total: list.total, version: AssetTable.version)
        return .page(page)
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try item.document(AssetTable.paths)
    }

    /// Reads one element: keys without the permission of the capability are refused.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let service = try Service(connection)
        if capability == .stats {
            let today = ActivityReport.windows(service.types).start(
                since: connection.now, until: connection.now)
            _ = try await service.report(ActivityReport(type: service.types[0], position: today), count: 1)
        } else {
            let answer = try await service.assets(service.slices[0], start: 0, count: 1)
            _ = try service.list(answer, start: 0, count: 1)
        }
    }
}
