import ConnectorKit

extension Go1Provider {
    /// The gateway decides which of the items are in the Library, many per request. Go1 does not document
    /// that `id[]` accepts integer ids: a missing item is fetched alone and looked up by its own id.
    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        let service = Service(connection.settings)
        let wanted = Array(Set(ids))
        var inLibrary = try await library(wanted, service, connection)
        let missing = wanted.filter { inLibrary[$0] == nil }
        let singles = try await inParallel(missing) { id throws(Failure) in
            (id, try await gatewayItem(id, service, connection))
        }
        let known = singles.compactMap { id, item in item.map { (id, $0) } }
        let own = try await library(known.map(\.1.ownID), service, connection)
        for (id, item) in known {
            // Retired content is not in the list, but its lifecycle says that it is retired.
            inLibrary[id] = own[item.ownID] ?? (item.isGone ? item : nil)
        }
        return try await page(of: wanted, inLibrary, service, connection)
    }

    private func page(
        of wanted: [String], _ inLibrary: [String: LibraryItem], _ service: Service,
        _ connection: Connection
    ) async throws(Failure) -> CatalogPage {
        var bodies = wanted.compactMap { id in inLibrary[id].map { (id, $0.bytes) } }
        if service.generation == .v2 {
            bodies = try await inParallel(bodies.map { id, _ in (id, inLibrary[id]?.number ?? id) }) {
                (id, number) throws(Failure) in
                (id, try await v2Item(number, service, connection))
            }.compactMap { id, bytes in bytes.map { (id, $0) } }
        }
        let there = Set(bodies.map(\.0))
        let joined = Array(#"{"hits":["#.utf8) + bodies.map(\.1).joined(separator: [UInt8(ascii: ",")])
        let answer = ServiceAnswer(
            HTTPResponse(status: 200, body: joined + Array("]}".utf8)), to: "single items")
        var page = try ListAnswer(listing: answer, generation: service.generation)
            .catalogPage(after: CursorPaging(), mapping: mapping(connection.settings))
        page.scope = .changes
        page.memo = nil
        page.deleted = wanted.filter { !there.contains($0) }.sorted()
        return page
    }

    /// Returns the items that are in the Library, keyed by the requested ids.
    private func library(
        _ ids: [String], _ service: Service, _ connection: Connection
    ) async throws(Failure) -> [String: LibraryItem] {
        var found: [String: LibraryItem] = [:]
        for start in stride(from: 0, to: ids.count, by: LibraryItem.perRequest) {
            let part = Array(ids[start..<min(ids.count, start + LibraryItem.perRequest)])
            let endpoint = service.libraryItems(part)
            let answer = try await endpoint.answer(connection)
            try endpoint.requireSuccess(answer, "a page of learning objects")
            for item in try LibraryItem.all(in: answer) {
                for id in part where id == item.number || id == item.ownID { found[id] = item }
            }
        }
        return found
    }

    /// - Returns: Nil if Go1 has no item with this id.
    private func gatewayItem(
        _ id: String, _ service: Service, _ connection: Connection
    ) async throws(Failure) -> LibraryItem? {
        let endpoint = service.gatewayItem(id)
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return nil }
        try endpoint.requireSuccess(answer, "a learning object")
        return try LibraryItem(answer)
    }

    private func v2Item(
        _ id: String, _ service: Service, _ connection: Connection
    ) async throws(Failure) -> [UInt8]? {
        let endpoint = Endpoint(
            .get, service.listingURL + "/" + URLQuery.encoded(id), generation: .v2, scopes: ["lo.read"])
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return nil }
        try endpoint.requireSuccess(answer, "a learning object")
        return answer.response.body
    }
}
