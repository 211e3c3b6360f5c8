import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Push
import Store

/// What a form asks to push: it is planned, and then sent.
struct PlannedPush {
    let kind: PushKind
    let target: PushTarget
    let text: String
    let rows: [PushRow]
    let choice: String

    init(_ context: PageContext) async throws {
        guard context.mayChange else { throw Problem.forbidden("this token may look, and change nothing") }
        choice = context.form["target"] ?? ""
        let parts = choice.split(separator: " ", maxSplits: 1).map(String.init)
        let (provider, group) = (parts.first ?? "", parts.dropFirst().first ?? "")
        guard context.groups.contains(where: { $0.id == group }),
            let target = try await context.host.push.target(group: group, provider: provider)
        else { throw Problem.badRequest("target: choose where it goes") }
        guard let kind = context.form["kind"].flatMap(PushKind.init) else {
            throw Problem.badRequest("kind: content or completions was expected")
        }
        self.kind = kind
        self.target = target
        text =
            context.form.values["file"]?.first.flatMap { $0.isEmpty ? nil : $0 }
            ?? context.form.values["text"]?.first ?? ""
        rows = try PushedText.rows(text, of: kind)
    }

    /// What is said once it is sent.
    var promise: String {
        "\(Int64(rows.count).groupedText) rows are accepted: each will be delivered or reported."
    }

    /// What would be done, row by row; nothing is kept or sent.
    func plan(_ context: PageContext) async throws -> [Record] {
        do throws(Failure) {
            var seen: [String: Int] = [:]
            let plans = try await context.host.push.plan(rows, for: target)
            return zip(rows, plans).map { Record($0, planned: $1, &seen) }
        } catch {
            throw Problem(status: .badGateway, detail: "\(target.name): \(error.message)")
        }
    }

    /// Accepts the rows: from then on each will be delivered or reported.
    func send(_ context: PageContext) async throws -> PushJob.ID {
        try await context.host.audited(
            by: context.token.who, "push\(kind.rawValue.capitalized)",
            of:
                "/groups/\(target.group)/providers/\(target.provider.descriptor.id)/push/\(kind.rawValue)",
            before: .null,
            after: { .record([("id", .text(String($0.number))), ("entries", .integer(rows.count))]) }
        ) { try await context.host.push.accept(rows, for: target) }
    }
}
