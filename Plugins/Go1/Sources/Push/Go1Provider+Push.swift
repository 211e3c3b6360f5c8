import ConnectorKit

/// Pushing goes through the gateway, whatever `api_version` says (rule P10).
extension Go1Provider: PushProvider {
    static let skillsReason = "skills are not supported: Go1 derives its own from the content"

    var unsupportedFields: [PushedContent.Field: String] { [.skills: Self.skillsReason] }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        try await ContentPlan.of(content, connection).plan
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let needed = try await ContentPlan.of(content, connection)
        if let plan, plan.basis != needed.plan.basis || plan.action != needed.action { return nil }
        let wasPublished = needed.existing.map { $0.state == .published }
        switch needed.action {
        case .refuse: return PushResult(.refused, notes: needed.notes)
        case .unchanged:
            return PushResult(
                .unchanged, notes: needed.notes, contentID: needed.existing?.number,
                wasPublished: wasPublished)
        case .create, .update, .unpublish, .complete: break
        }
        var writer = ContentWriter(connection: connection, existing: needed.existing)
        for step in needed.steps { try await writer.perform(step) }
        let outcome: PushResult.Outcome =
            switch needed.action {
            case .create: .created
            case .unpublish: .unpublished
            default: .updated
            }
        var number = writer.number
        if number == nil {
            number = try await Service(connection.settings)
                .existingContent(content.externalReference, connection)?.number
        }
        return PushResult(
            outcome, notes: needed.notes + writer.notes, contentID: number, wasPublished: wasPublished)
    }
}

private struct ContentWriter {
    let connection: Connection
    var id: String?
    /// The integer id; nil if it is not known.
    var number: String?
    var name: String
    var notes: [String] = []
    private let existed: Bool

    init(connection: Connection, existing: ExistingContent?) {
        self.connection = connection
        id = existing?.id
        number = existing?.number
        name = existing?.name ?? "the new content"
        existed = existing != nil
    }

    private static let scopes = ["lo.write"]

    /// - Throws: ``Failure/item(_:)`` if Go1 refuses the content, with its reason and what was done before.
    mutating func perform(_ step: ContentStep) async throws(Failure) {
        let root = Service(connection.settings).gateway + "/learning-objects"
        guard let id else {
            let endpoint = Endpoint(.post, root, body: try step.body(), scopes: Self.scopes)
            let answer = try await endpoint.answer(connection)
            if [400, 409, 422].contains(answer.response.status) {
                throw .item("Go1 refuses it: \(answer.problem)")
            }
            try endpoint.requireSuccess(answer, "the new learning object")
            let made = try ExistingContent(answer)
            self.id = made.id
            number = made.number
            name = made.name
            return
        }
        // Setting the same fragment twice has no further effect.
        let endpoint = Endpoint(
            .post, root + "/" + URLQuery.encoded(id) + "/set", body: try step.body(), repeatable: true,
            scopes: Self.scopes)
        let answer = try await endpoint.answer(connection)
        switch answer.response.status {
        case let status where [400, 422].contains(status) && step.isOptional:
            notes.append("left out, because Go1 refuses it (\(step.name)): \(answer.problem)")
        case 400, 422: throw .item("\(progress)Go1 refuses it (\(step.name)): \(answer.problem)")
        case 403 where step == .offer:
            throw .item(
                "\(progress)Go1 refuses it for its network: that needs a partnership with Go1; "
                    + "with target: portal it goes to this portal alone (\(answer.problem))")
        case 403:
            throw .item(
                "\(progress)Go1 does not let us change \(name): \(answer.problem); only the portal that made it "
                    + "may, by an integration with the scope lo.write")
        case 404:
            throw .item("\(progress)\(name) no longer exists at Go1 (\(answer.problem))")
        default: try endpoint.requireSuccess(answer, "the changed learning object")
        }
    }

    /// What was already created, for a message about a later failure.
    private var progress: String { existed ? "" : "created as \(name), unfinished: " }
}

extension ContentStep {
    /// Whether the push goes on without this step: topics are optional
    /// (rule P6).
    fileprivate var isOptional: Bool {
        if case .topics = self { true } else { false }
    }
}
