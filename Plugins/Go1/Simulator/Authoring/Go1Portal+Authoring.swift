import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `POST /learning-objects`: the portal's app owns the new object, a draft by default. A second object
    /// with the same external id is allowed, since no rule against it is documented.
    func createContent(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "POST /learning-objects")
        let body = try RequestObject(request)
        // "During creation of a Learning Object you can specify core, relevance, and lifecycle fragments."
        try body.check(["core", "relevance", "lifecycle"], of: "a new learning object")
        try body.require(["core"])
        try body.object("core")?.require(["type", "title", "description", "image"])
        var made = PortalItem.Content()
        try made.apply(body, isPartner: options.isPartner)
        let now = milliseconds()
        let content = made
        let item = state.withLock { state in
            state.library.append { item in
                item.clear()
                item.isOwn = true
                item.created = now
                item.updated = now
                content.put(into: &item)
            }
        }
        return .json(
            201, GatewayObject.value(item, fragments: ["core", "lifecycle", "relevance"]))
    }

    /// `POST /learning-objects/{id}/set`: "limited to the owner", one fragment at a time.
    func setContent(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: Self.identifier, of: "POST /learning-objects/{id}/set")
        let body = try RequestObject(request)
        let fragment = try ContentFragment(body)
        let (position, item) = try own(id, parameters)
        var changed = item
        try fragment.apply(body, to: &changed, isPartner: options.isPartner)
        changed.updated = milliseconds()
        state.withLock { [changed] in $0.library.set(position, changed) }
        return PortalAnswer(status: 200, parts: [])
    }

    /// `DELETE /learning-objects/{id}`. Which objects are "not eligible" is not documented: here published
    /// ones and those with enrolments (our decision).
    func deleteContent(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: Self.identifier, of: "DELETE /learning-objects/{id}")
        let (position, item) = try own(id, parameters)
        guard item.state != .published else {
            throw .invalid("a published learning object is not eligible for deletion")
        }
        let isUsed = learning.withLock { learning in
            learning.enrolments.all().contains { $0.contentID == item.id }
        }
        guard !isUsed else {
            throw .invalid("a learning object with enrollments is not eligible for deletion")
        }
        state.withLock { $0.library.set(position, nil) }
        return PortalAnswer(status: 204, parts: [])
    }

    private static let identifier: [ParameterRule] = [.init("identifier", .choice(["external_id"]))]

    private func own(
        _ id: String, _ parameters: Parameters
    ) throws(Refusal) -> (position: Int, item: PortalItem) {
        let isExternal = parameters["identifier"] == "external_id"
        let found: (Int, PortalItem)? = state.withLock { state in
            let library = state.library
            let position =
                isExternal ? library.position(ofExternalID: id) : library.position(ofAnyID: id)
            return position.flatMap { position in library.item(position).map { (position, $0) } }
        }
        guard let found, found.1.state != .removed else {
            throw .notFound("there is no learning object \"\(id)\"")
        }
        guard found.1.isOwn else {
            throw Refusal(
                status: 403, code: "forbidden",
                message: "Insufficient roles for this resource: the learning object belongs to another portal"
            )
        }
        return found
    }
}

// MARK: - Controls

extension Go1Portal {
    /// Returns the item with an external id; the oldest if there are several.
    package func item(externalID id: String) -> PortalItem? {
        state.withLock { state in
            state.library.position(ofExternalID: id).flatMap { state.library.item($0) }
        }
    }

    /// The items that the portal's app created, oldest first.
    package var ownItems: [PortalItem] {
        let library = state.withLock(\.library)
        return (0..<library.count).compactMap(library.item).filter(\.isOwn)
    }

    /// The number of items added since the start, by the app or by a test.
    package var ownItemCount: Int {
        state.withLock { state in
            state.library.count - state.library.size - Library.others(state.library.size)
        }
    }

    /// Publishes an item, like an administrator of the portal.
    package func publish(_ id: Int) { update(id) { $0.state = .published } }
}
