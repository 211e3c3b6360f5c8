import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    private static let alternatives: [ParameterRule] = [
        .init("type", .choice(["retirement"])), .init("limit", .integer(1...100)),
        .init("offset", .integer(0...Int.max)),
    ]

    /// `GET /learning-objects/{id}/alternatives`: up to four published Library items of the same type. 404
    /// for an unknown object, as from the object's own endpoint (our decision).
    func alternatives(to id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: Self.alternatives, of: "GET /learning-objects/{id}/alternatives")
        let library = state.withLock(\.library)
        guard let item = library.item(anyID: id) else {
            throw .notFound("there is no learning object \"\(id)\"")
        }
        let found = (0..<min(library.count, 400)).lazy.compactMap(library.item).filter { other in
            other.id != item.id && other.type == item.type && other.inLibrary && other.state == .published
        }
        let ids = found.prefix(item.id % 5).map { JSONValue.integer($0.id) }
        let page = ids.dropFirst(parameters.integer("offset") ?? 0).prefix(parameters.integer("limit") ?? 10)
        return .json(200, ["total": .integer(ids.count), "hits": .list(Array(page))])
    }
}
