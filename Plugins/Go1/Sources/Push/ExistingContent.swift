import ConnectorKit

/// The content that Go1 has under an external id.
struct ExistingContent: Sendable {
    /// The gateway's own id, `con_…`.
    let id: String
    /// The integer id, for messages.
    let number: String?
    let type: String?
    let title: String?
    let description: String?
    let image: String?
    /// The launch address; nil if it is not set or cannot be read back.
    let launchURL: String?
    let language: String?
    let duration: Int?
    let topics: [Topic]
    let state: State?
    /// Whether it is offered to Go1's network.
    let isOffered: Bool
    private let updated: String?

    enum State: String, Sendable { case draft, published, retired, removed }

    static let fragments = ["core", "protected", "relevance", "topics", "lifecycle", "offerings"]

    private static let paths = JSONPaths([
        "id", "lo_id", "gc_lo_id", "core.type", "core.title", "core.description", "core.image.value",
        "protected.media[].value", "relevance.language", "relevance.duration", "topics.items[].id",
        "topics.items[].name", "lifecycle.state", "offerings.items[].status", "updated_time",
    ])

    /// - Throws: ``Failure/contract(_:)`` if the response is not a learning object.
    init(_ answer: ServiceAnswer) throws(Failure) {
        let values: [[SourceValue]]
        do {
            values = try SourceDocument(json: answer.response.body[...], paths: Self.paths).values
        } catch {
            throw answer.unreadable(error)
        }
        func text(_ slot: Int) -> String? { values[slot].first.flatMap(\.written) }
        guard let id = text(0) else { throw .contract("\(answer.request): the learning object has no id") }
        self.id = id
        number = text(1) ?? text(2)
        type = text(3)
        title = text(4)
        description = text(5)
        image = text(6)
        launchURL = text(7)
        language = text(8)
        duration = text(9).flatMap(Double.init).flatMap { Int(exactly: $0) }
        let names = values[11].map(\.written)
        topics =
            values[10].count == names.count
            ? zip(values[10], names).compactMap { id, name in
                id.written.flatMap { Int($0) }.map { Topic(id: $0, name: name ?? String($0)) }
            } : []
        state = text(12).flatMap(State.init)
        isOffered = !values[13].isEmpty
        updated = text(14)
    }

    /// The text that plans compare. It changes with every change of the object.
    static func basis(_ existing: ExistingContent?) -> String {
        guard let existing else { return "absent" }
        return [existing.id, existing.updated, existing.state?.rawValue].map { $0 ?? "" }
            .joined(separator: " ")
    }

    /// `learning object 1500023`.
    var name: String { "learning object \(number ?? id)" }
}

extension SourceValue {
    /// The text or number as written.
    var written: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }
}

extension Service {
    /// A request for the learning object with an external id (rule G15).
    func content(externalID: String) -> Endpoint {
        var query = URLQuery()
        query.add("identifier", "external_id")
        for fragment in ExistingContent.fragments { query.add("include[]", fragment) }
        return Endpoint(
            .get, gateway + "/learning-objects/" + URLQuery.encoded(externalID), query, scopes: ["lo.read"])
    }

    /// Returns the content with an external id, or nil if there is none.
    func existingContent(_ externalID: String, _ connection: Connection) async throws(Failure)
        -> ExistingContent?
    {
        let endpoint = content(externalID: externalID)
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return nil }
        try endpoint.requireSuccess(answer, "a learning object")
        return try ExistingContent(answer)
    }
}
