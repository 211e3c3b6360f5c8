import ConnectorKit

extension UdemyBusinessProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: CourseTable.version, rules: CourseTable.rules, settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .offset }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        guard let position = request.checkpoint.map(PagePaging.init) ?? PagePaging() else {
            return .checkpointRefused("it is no number of a page")
        }
        let account = try Account(connection)
        let answer = try await account.page(
            position.page, of: .courses, hashed: request.memo?.before ?? 0,
            [("fields[course]", CourseTable.fields.joined(separator: ","))])
        guard let answer else {
            return .checkpointRefused("there is no page \(position.page) any longer (HTTP 404)")
        }
        if let memo = request.memo, memo.cursor(in: answer.response, version: CourseTable.version) != nil {
            let next = position.next(rows: memo.rows, size: account.pageSize, total: memo.total)
            return .unchanged(rows: memo.rows, next: next, total: memo.total)
        }
        let (list, total) = try answer.list(CourseTable.paths, version: CourseTable.version)
        let rows = list.elements.count
        let next = list.next == nil ? nil : position.next(rows: rows, size: account.pageSize, total: total)
        var page = list.catalogPage(next: next)
        page.memo = PageMemo(
            answer.response.body, cursor: nil, rows: rows, total: total, version: CourseTable.version)
        return .page(page)
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try item.document(CourseTable.paths)
    }
}
