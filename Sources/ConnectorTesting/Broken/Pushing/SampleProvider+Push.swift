import ConnectorKit
import Foundation

extension SampleProvider: PushProvider {
    var unsupportedFields: [PushedContent.Field: String] { [:] }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        guard !content.title.isEmpty else {
            return PushPlan(.refuse, notes: ["title is missing"], basis: "")
        }
        let standing = try await Self.standing(content, connection)
        return switch standing {
        case nil: PushPlan(.create, steps: ["create it", "set its launch address"], basis: "absent")
        case Self.wanted(content)?: PushPlan(.unchanged, basis: standing ?? "")
        default: PushPlan(.update, steps: ["set title and launch address"], basis: standing ?? "")
        }
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let now = try await self.plan(content, of: connection)
        if let plan, plan.basis != now.basis { return nil }
        switch now.action {
        case .refuse: return PushResult(.refused, notes: now.notes)
        case .create:
            try await Self.create(content, connection)
            try await Self.set(content, connection)
            return PushResult(.created)
        case .update:
            try await Self.set(content, connection)
            return PushResult(.updated)
        default: return PushResult(.unchanged)
        }
    }

    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        let answer = try await Self.send(.get, "/completed", completion.contentReference, nil, connection)
        guard answer.status == 200 else {
            return PushPlan(.refuse, notes: ["there is no such content"], basis: "")
        }
        let isDone = answer.body == Array("yes".utf8)
        return PushPlan(
            isDone ? .unchanged : .complete, steps: isDone ? [] : ["complete it"], basis: "\(isDone)")
    }

    func apply(
        _ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let now = try await self.plan(completion, of: connection)
        switch now.action {
        case .refuse: return PushResult(.refused, notes: now.notes)
        case .unchanged: return PushResult(.unchanged)
        default:
            try await Self.complete(completion, connection)
            return PushResult(.completed)
        }
    }

    // MARK: - Parts the broken ones use as well

    static func create(_ content: PushedContent, _ connection: Connection) async throws(Failure) {
        _ = try await send(.post, "/pushed", content.externalReference, content.title, connection)
    }

    static func set(_ content: PushedContent, _ connection: Connection) async throws(Failure) {
        _ = try await send(.put, "/pushed", content.externalReference, wanted(content), connection)
    }

    static func complete(_ completion: PushedCompletion, _ connection: Connection) async throws(Failure) {
        _ = try await send(
            .post, "/completed", completion.contentReference, completion.email, connection)
    }

    /// What stands under a reference; nil if nothing does.
    private static func standing(_ content: PushedContent, _ connection: Connection) async throws(Failure)
        -> String?
    {
        let answer = try await send(.get, "/pushed", content.externalReference, nil, connection)
        return answer.status == 404 ? nil : String(decoding: answer.body, as: UTF8.self)
    }

    private static func wanted(_ content: PushedContent) -> String {
        "\(content.title)\n\(content.launchURL)"
    }

    private static func send(
        _ method: HTTPRequest.Method, _ path: String, _ reference: String, _ body: String?,
        _ connection: Connection
    ) async throws(Failure) -> HTTPResponse {
        var query = URLQuery()
        query.add("ref", reference)
        return try await connection.client.send(
            HTTPRequest(
                method, (connection.settings["url"] ?? "") + path + query.text,
                body: body.map { Array($0.utf8) }))
    }
}
