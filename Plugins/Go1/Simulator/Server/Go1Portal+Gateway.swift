import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// The API version of this portal.
    static let apiVersion = "2025-01-01"

    /// `GET /learning-objects`.
    func gatewayList(_ request: PortalRequest, leavingOutItems: Bool) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: GatewayParameters.list, of: GatewayParameters.listOperation)
        try GatewayParameters.checkTogether(parameters)
        let limit = parameters.integer("limit")
        let fragments = Self.fragments(parameters)
        guard let id = parameters["scroll_id"] else {
            let listing = listing(
                .gateway, parameters, without: GatewayParameters.paging, .gateway(parameters),
                .gateway(parameters))
            var page = Page(
                listing: listing, start: parameters.integer("offset") ?? 0,
                limit: limit ?? GatewayParameters.defaultLimit, fragments: fragments ?? ["core"],
                isEmpty: leavingOutItems)
            page.trailer = Self.extras(parameters, listing)
            return finish(page, scrolls: parameters.flag("use_scroll") == true, from: nil)
        }
        return try scroll(id, .gateway) { cursor throws(Refusal) in
            try checkUnchanged(cursor, parameters, without: GatewayParameters.paging)
            let page = Page(
                listing: cursor.listing, start: cursor.position, limit: limit ?? cursor.limit,
                fragments: fragments ?? cursor.fragments, isEmpty: leavingOutItems)
            return finish(page, scrolls: true, from: id)
        }
    }

    /// `GET /learning-objects/{id}`.
    func gatewaySingle(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: GatewayParameters.single, of: GatewayParameters.singleOperation)
        let external = parameters["identifier"] == "external_id"
        let found = state.withLock { state in
            let position =
                external ? state.library.position(ofExternalID: id) : state.library.position(ofAnyID: id)
            return position.flatMap { state.library.item($0) }
        }
        guard let item = found, item.state != .removed else {
            throw .notFound("there is no learning object \"\(id)\"")
        }
        let fragments = Self.fragments(parameters) ?? ["core"]
        return .json(200, GatewayObject.value(item, fragments: fragments))
    }

    private func finish(_ page: Page, scrolls: Bool, from id: String?) -> PortalAnswer {
        var page = page
        // The last page has no cursor: "Only returned with use_scroll=true", and no page would follow.
        if scrolls, !page.isEmpty, page.start + page.limit < page.listing.total {
            page.trailer.append(.init("next_scroll_id", .text(cursor(after: page, from: id))))
        }
        return answer(page, cursor: id)
    }

    /// "Versioning is selected per request with the Api-Version header". No default is published, so a
    /// request without it is refused (our decision).
    func checkVersion(_ request: PortalRequest) throws(Refusal) {
        guard let version = request.header("api-version") else {
            throw .invalid("the header Api-Version is missing; \(Self.apiVersion) was expected")
        }
        guard version == Self.apiVersion else {
            throw .invalid("Api-Version is \"\(version)\"; \(Self.apiVersion) was expected")
        }
    }

    /// The requested fragments without duplicates; nil if there are none, for `core` or those of the scroll.
    private static func fragments(_ parameters: Parameters) -> [String]? {
        let wanted = Set(parameters.all("include[]"))
        return wanted.isEmpty
            ? nil : (GatewayObject.listed + GatewayObject.singleOnly).filter(wanted.contains)
    }

    private static func extras(_ parameters: Parameters, _ listing: Listing) -> [JSONObject.Member] {
        var extras: [JSONObject.Member] = []
        let facets = parameters.all("facets[]")
        if !facets.isEmpty { extras.append(.init("facets", Facets(facets, of: listing.items).gateway)) }
        if let keyword = parameters["keyword"] {
            extras.append(.init("applied_filters", ["keyword": .text(keyword), "params": [:]]))
        }
        return extras
    }
}

extension Library {
    /// Returns the item with a `con_` id or an integer id.
    func item(anyID id: String) -> PortalItem? { position(ofAnyID: id).flatMap(item) }
}
