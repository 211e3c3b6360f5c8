import ConnectorKit

extension Go1Provider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Service(settings).generation.table.mapping(settings)
    }

    /// A cursor expires after five minutes (rule G4).
    func paging(_ settings: Settings) -> Paging { .cursor }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        guard let position = request.checkpoint.map(CursorPaging.init) ?? CursorPaging() else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let service = Service(connection.settings)
        var httpRequest = service.listingRequest(cursor: position.cursor)
        httpRequest.hashedBytes = request.memo?.before ?? 0
        let response = try await connection.client.send(httpRequest)
        let number = position.pages + 1
        let answer = ServiceAnswer(response, to: "GET \(service.listingURL), page \(number)")
        // The gateway answers 400 for an unknown cursor and 404 for an expired one.
        if position.cursor != nil, [400, 404].contains(response.status) {
            return .checkpointRefused(answer.problem)
        }
        try answer.requireSuccess()
        if let memo = request.memo, let cursor = memo.cursor(in: response, version: CatalogTable.version) {
            let total = memo.total ?? position.total
            let next = position.next(rows: memo.rows, total: total, cursor: cursor)
            return .unchanged(rows: memo.rows, next: next, total: total)
        }
        let page = try ListAnswer(listing: answer, generation: service.generation)
        return .page(page.catalogPage(after: position, mapping: mapping(connection.settings)))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try item.document(Service(settings).generation.table.paths)
    }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let service = Service(connection.settings)
        switch capability {
        case .catalog:
            let response = try await connection.client.send(service.probe)
            let answer = ServiceAnswer(response, to: "GET \(service.listingURL)")
            try answer.requireSuccess()
            _ = try ListAnswer(listing: answer, generation: service.generation)
        case .stats:
            let endpoint = service.enrolments(EnrolmentSlice(), limit: 1)
            try endpoint.requireSuccess(try await endpoint.answer(connection), "a page of enrolments")
        case .push: break
        }
    }
}

extension ServiceAnswer {
    /// - Throws: The failure that the status stands for, unless it is a success.
    func requireSuccess() throws(Failure) {
        switch response.status {
        case 200...299: return
        case 401: throw .credentials("\(problem); Go1 refused the access token")
        case 403:
            throw .credentials(
                "\(problem); the integration needs the scope lo.read and a role that may list the Library")
        case 404: throw .contract("\(problem); is the setting api_url right?")
        default: throw .contract("\(problem); a page of learning objects was expected")
        }
    }
}
