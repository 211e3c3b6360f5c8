import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `GET /v2/learning-objects`.
    func v2List(_ request: PortalRequest, leavingOutItems: Bool) throws(Refusal) -> PortalAnswer {
        let parameters = try Parameters(
            Query(request.query), rules: V2Parameters.list, of: V2Parameters.listOperation)
        try V2Parameters.checkTogether(parameters)
        let limit = parameters.integer("limit")
        guard let id = parameters["scrollId"] else {
            let listing = listing(
                .v2, parameters, without: V2Parameters.paging, .v2(parameters), .v2(parameters))
            var page = Page(
                listing: listing, start: parameters.integer("offset") ?? 0,
                limit: limit ?? V2Parameters.defaultLimit, fragments: [], isEmpty: leavingOutItems)
            let facets = parameters.list("facets")
            if !facets.isEmpty { page.trailer = [.init("facets", Facets(facets, of: listing.items).v2)] }
            return finish(page, scrolls: parameters.flag("scroll") == true, from: nil)
        }
        return try scroll(id, .v2) { cursor throws(Refusal) in
            try checkUnchanged(cursor, parameters, without: V2Parameters.paging)
            let page = Page(
                listing: cursor.listing, start: cursor.position, limit: limit ?? cursor.limit, fragments: [],
                isEmpty: leavingOutItems)
            return finish(page, scrolls: true, from: id)
        }
    }

    /// `GET /v2/learning-objects/{id}`, only for integer ids.
    func v2Single(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        _ = try Parameters(Query(request.query), rules: [], of: V2Parameters.singleOperation)
        let library = state.withLock(\.library)
        let position = Int(id).flatMap(library.position(ofID:))
        guard let item = position.flatMap(library.item), item.state != .removed else {
            throw .notFound("there is no learning object \"\(id)\"")
        }
        return .json(200, V2Object.value(item), escapesSlashes: true)
    }

    private func finish(_ page: Page, scrolls: Bool, from id: String?) -> PortalAnswer {
        var page = page
        let isLast = page.start + page.limit >= page.listing.total
        if scrolls, !page.isEmpty, options.scrollEnd == .emptyPage || !isLast {
            page.trailer.append(.init("_scroll_id", .text(cursor(after: page, from: id))))
        }
        return answer(page, cursor: id)
    }
}
