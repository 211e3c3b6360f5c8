import ConnectorKit

/// Content as it stands at Go1 under one external id.
struct StandingContent: Sendable {
    /// The gateway's own id, `con_…`.
    let id: String
    /// The integer id, for messages.
    let number: String?
    let type: String?
    let title: String?
    let description: String?
    let image: String?
    /// Where it is launched; nil where that was not told, or cannot be read back.
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

    /// - Throws: ``Failure/contract(_:)`` where the answer is no learning object.
    init(_ answer: Answer) throws(Failure) {
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

    /// What a plan is compared by: any change of the object changes it.
    static func basis(_ standing: StandingContent?) -> String {
        guard let standing else { return "absent" }
        return [standing.id, standing.updated, standing.state?.rawValue].map { $0 ?? "" }
            .joined(separator: " ")
    }

    /// `learning object 1500023`.
    var name: String { "learning object \(number ?? id)" }
}

extension SourceValue {
    /// A text or a number as it is written.
    var written: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }
}

extension Service {
    /// The learning object of an external id (reference/go1-api-facts.md 2.1).
    func content(externalID: String) -> Endpoint {
        var query = URLQuery()
        query.add("identifier", "external_id")
        for fragment in StandingContent.fragments { query.add("include[]", fragment) }
        return Endpoint(
            .get, gateway + "/learning-objects/" + Self.path(externalID), query, scopes: ["lo.read"])
    }

    /// What stands under an external id; nil where nothing does.
    func standing(_ externalID: String, _ connection: Connection) async throws(Failure) -> StandingContent? {
        let endpoint = content(externalID: externalID)
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return nil }
        try endpoint.checkGranted(answer, "a learning object")
        return try StandingContent(answer)
    }
}
