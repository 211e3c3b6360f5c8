import ConnectorKit

extension ListAnswer {
    /// A page of the listing.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the response is not a page. It then counts as not received.
    init(listing answer: ServiceAnswer, generation: Generation) throws(Failure) {
        let table = generation.table
        try self.init(
            answer, elementsOf: "hits", total: "total",
            next: generation == .v2 ? "_scroll_id" : "next_scroll_id", paths: table.paths,
            identity: table.identity, kind: table.kind, version: CatalogTable.version)
    }

    /// One of Go1's other lists.
    init(go1 answer: ServiceAnswer, paths: JSONPaths) throws(Failure) {
        try self.init(answer, elementsOf: "hits", total: "total", paths: paths)
    }
}
