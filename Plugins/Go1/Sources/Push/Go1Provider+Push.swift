import ConnectorKit

/// Pushing goes through the gateway, whatever `api_version` says (contract section 4).
extension Go1Provider: PushProvider {
    static let skillsReason = "skills are not carried: Go1 makes its own of the content"

    var notCarried: [PushedContent.Field: String] { [.skills: Self.skillsReason] }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        try await ContentPlan.of(content, connection).plan
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let needed = try await ContentPlan.of(content, connection)
        if let plan, plan.basis != needed.plan.basis || plan.action != needed.action { return nil }
        switch needed.action {
        case .refuse: return PushResult(.refused, notes: needed.notes)
        case .unchanged: return PushResult(.unchanged, notes: needed.notes)
        case .create, .update, .unpublish, .complete: break
        }
        var writer = ContentWriter(connection: connection, standing: needed.standing)
        for step in needed.steps { try await writer.perform(step) }
        let outcome: PushResult.Outcome =
            switch needed.action {
            case .create: .created
            case .unpublish: .unpublished
            default: .updated
            }
        return PushResult(outcome, notes: needed.notes + writer.notes)
    }
}

/// Makes the writes of one item, one after the other.
private struct ContentWriter {
    let connection: Connection
    var id: String?
    var name: String
    var notes: [String] = []
    private let wasThere: Bool

    init(connection: Connection, standing: StandingContent?) {
        self.connection = connection
        id = standing?.id
        name = standing?.name ?? "the new content"
        wasThere = standing != nil
    }

    private static let scopes = ["lo.write"]

    /// - Throws: ``Failure/item(_:)`` where Go1 refuses this content, with what it said and what was done before.
    mutating func perform(_ step: ContentStep) async throws(Failure) {
        let root = Service(connection.settings).gateway + "/learning-objects"
        guard let id else {
            let endpoint = Endpoint(.post, root, body: try step.body(), scopes: Self.scopes)
            let answer = try await endpoint.answer(connection)
            if [400, 409, 422].contains(answer.response.status) {
                throw .item("Go1 does not take it: \(answer.complaint)")
            }
            try endpoint.checkGranted(answer, "the new learning object")
            let made = try StandingContent(answer)
            self.id = made.id
            name = made.name
            return
        }
        // A fragment that is set twice is the same fragment.
        let endpoint = Endpoint(
            .post, root + "/" + Service.path(id) + "/set", body: try step.body(), repeatable: true,
            scopes: Self.scopes)
        let answer = try await endpoint.answer(connection)
        switch answer.response.status {
        case let status where [400, 422].contains(status) && step.isOptional:
            notes.append("left out, for Go1 does not take it (\(step.name)): \(answer.complaint)")
        case 400, 422: throw .item("\(begun)Go1 does not take it (\(step.name)): \(answer.complaint)")
        case 403 where step == .offer:
            throw .item(
                "\(begun)Go1 does not take it into its network: that needs a partnership with Go1; "
                    + "with target: portal it goes to this portal alone (\(answer.complaint))")
        case 403:
            throw .item(
                "\(begun)Go1 does not let us change \(name): \(answer.complaint); only the portal that made it "
                    + "may, by an integration with the scope lo.write")
        case 404:
            throw .item("\(begun)\(name) is gone: Go1 does not know it any more (\(answer.complaint))")
        default: try endpoint.checkGranted(answer, "the changed learning object")
        }
    }

    /// What stands already, for a message about what does not.
    private var begun: String { wasThere ? "" : "created as \(name), unfinished: " }
}

extension ContentStep {
    /// Whether an item is worth having without it: topics are optional
    /// (reference/seed-stackone-go1-guide.txt, "Category Requirements").
    fileprivate var isOptional: Bool {
        if case .topics = self { true } else { false }
    }
}
