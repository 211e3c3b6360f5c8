import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `POST /learning-objects`: what the portal's app makes is its own, and a draft unless the request says
    /// otherwise. No rule against a second object of the same external id is described, so there is none.
    func createContent(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "POST /learning-objects")
        let body = try RequestObject(request)
        // "During creation of a Learning Object you can specify core, relevance, and lifecycle fragments."
        try body.check(["core", "relevance", "lifecycle"], of: "a new learning object")
        try body.require(["core"])
        try body.object("core")?.require(["type", "title", "description", "image"])
        var made = PortalItem.Content()
        try made.take(body, isPartner: options.isPartner)
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

    /// `POST /learning-objects/{id}/set`: "limited to the owner", "only one fragment can be updated at a time".
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

    /// `DELETE /learning-objects/{id}`. Which object is "not eligible" is not described: here one that is
    /// published, or that learners are enrolled in (our decision).
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
    /// The item of an external id; the oldest where there are several.
    package func item(externalID id: String) -> PortalItem? {
        state.withLock { state in
            state.library.position(ofExternalID: id).flatMap { state.library.item($0) }
        }
    }

    /// What the portal's app made, by age.
    package var ownItems: [PortalItem] {
        let library = state.withLock(\.library)
        return (0..<library.count).compactMap(library.item).filter(\.isOwn)
    }

    /// How many items came into the portal since it began: what its app made, unless a test added some.
    package var ownItemCount: Int {
        state.withLock { state in
            state.library.count - state.library.size - Library.others(state.library.size)
        }
    }

    /// Publishes an item, as an administrator of the portal does.
    package func publish(_ id: Int) { update(id) { $0.state = .published } }
}
