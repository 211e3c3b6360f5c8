import Push
import Runtime
import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Store

/// What a form asks to push; it is planned first, and then sent.
struct PushForm {
    let kind: PushKind
    let choice: String
    let text: String
    private let target: PushChoice
    private let rows: [PushRow]

    /// - Throws: ``Problem`` if the form is not complete, or its text cannot be read.
    init(_ context: PageContext) throws {
        try context.caller.requireAdmin()
        choice = context.form["target"] ?? ""
        guard let target = PushChoice.all(context).first(where: { [choice] in $0.value == choice }) else {
            throw Problem.badRequest("target: choose where it goes")
        }
        guard let kind = context.form["kind"].flatMap(PushKind.init) else {
            throw Problem.badRequest("kind: content or completions was expected")
        }
        self.target = target
        self.kind = kind
        let bytes = context.form.files["file"] ?? Array((context.form.values["text"]?.first ?? "").utf8)
        do throws(PushFileProblem) {
            text = try PushFile.text(bytes)
            rows = try PushedText.rows(bytes, of: kind, now: context.host.now)
        } catch {
            throw Problem(status: .unprocessableContent, detail: error.message)
        }
        guard !rows.isEmpty else { throw Problem(status: .unprocessableContent, detail: "there is no row") }
        guard rows.count <= PushedText.limit else {
            throw Problem(
                status: .contentTooLarge,
                detail: "more than \(PushedText.limit) rows; `tributary push` takes files of any size"
            )
        }
    }

    /// What would be done, row by row; nothing is kept or sent.
    func plan(_ context: PageContext) async throws -> [JSONValue] {
        try await call("plan", context)["items"].elements
    }

    /// Accepts the rows: each will be delivered or reported.
    func send(_ context: PageContext) async throws -> PageAnswer {
        let job = try await call("push", context)
        return .moved(
            to: "/groups/\(target.group.id.percentEncoded)/pushes/\(job["id"].plain)",
            note: context.words("push.accepted", ["count": job["entries"]]))
    }

    private func call(_ operation: String, _ context: PageContext) async throws -> JSONValue {
        try await context.call(
            operation + kind.rawValue.capitalized,
            path: ["group": target.group.id, "provider": target.provider], rows: rows)
    }
}

/// A deployment whose provider takes pushes.
struct PushChoice {
    let group: GroupConfiguration
    let provider: String

    /// Its value in the form.
    var value: String { "\(provider) \(group.id)" }

    static func all(_ context: PageContext) -> [PushChoice] {
        context.groups.flatMap { group in
            group.deployments.filter { deployment in
                deployment.enabled && context.host.registry[deployment.provider] is any PushProvider
            }.map { PushChoice(group: group, provider: $0.provider) }
        }
    }
}
