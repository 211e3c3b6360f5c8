import ConnectorKit

extension UdemyBusinessProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: CourseTable.version, rules: CourseTable.rules, settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .offset }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let number: Int
        switch request.checkpoint?.text {
        case nil: number = 1
        case let text?:
            guard let page = Int(text), page > 1 else {
                return .checkpointRefused("it is no number of a page")
            }
            number = page
        }
        let account = try Account(connection.settings)
        guard let page = try await account.page(number, of: .courses, over: connection.client, courseFields)
        else { return .checkpointRefused("there is no page \(number) any longer (HTTP 404)") }
        let rows = try page.read(CourseTable.paths, identity: 0..<1, version: CourseTable.version)
        var answer = CatalogPage(
            items: [], rows: rows.elements.count, next: rows.next.map { Checkpoint("\($0)") },
            total: rows.total,
            isLast: rows.next == nil)
        for (row, element) in rows.elements.enumerated() {
            switch element.id {
            case .number(let id)?:
                answer.items.append(RawItem(id: id, digest: element.digest, bytes: page.body[element.range]))
            case let other:
                let problem = other.map { "id is \($0.kind); a number was expected" } ?? "no id"
                answer.refused.append(RefusedItem(id: nil, reason: "row \(row + 1): \(problem)"))
            }
        }
        return .page(answer)
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do {
            return try SourceDocument(json: item.bytes, paths: CourseTable.paths)
        } catch {
            throw .item(error.message)
        }
    }

    private func courseFields(_ query: inout URLQuery) {
        query.add("fields[course]", CourseTable.fields.joined(separator: ","))
    }
}
