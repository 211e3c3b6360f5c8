import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Store

extension PageRoute {
    static let push: [PageRoute] = [
        .page("/push") { try await PushPages.page($0) },
        .form("/push") { visit in
            do {
                let push = try await PushPages.Push(visit)
                guard visit.form["action"] == "send" else {
                    return .page(try await PushPages.page(visit, plan: push))
                }
                let job = try await push.send(visit)
                return .moved(
                    to: "/groups/\(Address.part(push.target.group))/pushes/\(job.number)",
                    note:
                        "\(Int64(push.rows.count).groupedText) rows are accepted: each will be delivered or reported."
                )
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PushPages.page(visit, refused: problem))
            }
        },
        .page("/groups/{group}/pushes/{push}") { visit in
            let job = try await visit.ask("getPush")
            let cursor = visit.query["cursor"]
            let outcomes = try await visit.ask(
                "listOutcomes", query: [("limit", "200")] + (cursor.map { [("cursor", $0)] } ?? []))
            let here = "/groups/\(Address.part(visit["group"]))/pushes/\(Address.part(visit["push"]))"
            return ConsolePage(
                "pushed", "Push \(visit["push"])", in: .push,
                [
                    ("job", job), ("rows", outcomes["items"]),
                    ("group", .text(visit.name(ofGroup: visit["group"]))),
                    ("isWaiting", .boolean(job["waiting"].count > 0)),
                    ("nextPage", visit.next(outcomes, at: here)), ("here", .text(here)),
                ])
        },
    ]
}

/// The other direction: content and completions for a provider, planned first, then sent.
enum PushPages {
    /// How many planned rows are shown.
    private static let shown = 500

    /// What a form asks to push.
    struct Push {
        let kind: PushKind
        let target: PushTarget
        let text: String
        let rows: [PushRow]
        let choice: String

        init(_ visit: Visit) async throws {
            guard visit.mayChange else { throw Problem.forbidden("this token may look, and change nothing") }
            choice = visit.form["target"] ?? ""
            let parts = choice.split(separator: " ", maxSplits: 1).map(String.init)
            let (provider, group) = (parts.first ?? "", parts.dropFirst().first ?? "")
            guard visit.groups.contains(where: { $0.id == group }),
                let target = try await visit.host.pushTarget(group: group, provider: provider)
            else { throw Problem.badRequest("target: choose where it goes") }
            guard let kind = visit.form["kind"].flatMap(PushKind.init) else {
                throw Problem.badRequest("kind: content or completions was expected")
            }
            self.kind = kind
            self.target = target
            text =
                visit.form.values["file"]?.first.flatMap { $0.isEmpty ? nil : $0 }
                ?? visit.form.values["text"]?.first ?? ""
            rows = try PushedText.rows(text, of: kind)
        }

        /// What would be done, row by row; nothing is kept or sent.
        func plan(_ visit: Visit) async throws -> [Record] {
            do throws(Failure) {
                var seen: [String: Int] = [:]
                let plans = try await visit.host.plan(rows, for: target)
                return zip(rows, plans).map { Record($0, planned: $1, &seen) }
            } catch {
                throw Problem(status: .badGateway, detail: "\(target.name): \(error.message)")
            }
        }

        /// Accepts the rows: from then on each will be delivered or reported.
        func send(_ visit: Visit) async throws -> PushJob.ID {
            try await visit.host.audited(
                by: visit.token.who, "push\(kind.rawValue.capitalized)",
                of:
                    "/groups/\(target.group)/providers/\(target.provider.descriptor.id)/push/\(kind.rawValue)",
                before: .null,
                after: { .record([("id", .text(String($0.number))), ("entries", .integer(rows.count))]) }
            ) {
                let job = try await visit.host.openPush(for: target)
                try await visit.host.accept(rows, into: job, for: target)
                return job
            }
        }
    }

    static func page(_ visit: Visit, plan push: Push? = nil, refused: Problem? = nil) async throws
        -> ConsolePage
    {
        let chosen = visit.form["target"]
        let targets = visit.groups.flatMap { group in
            group.deployments.filter { deployment in
                deployment.enabled && visit.host.registry[deployment.provider] is any PushProvider
            }.map { deployment in
                let value = "\(deployment.provider) \(group.id)"
                return RecordValue.record([
                    ("value", .text(value)), ("isChosen", .boolean(value == chosen)),
                    ("label", .text("\(visit.host.name(ofProvider: deployment.provider)) for \(group.name)")),
                ])
            }
        }
        let kinds = PushKind.allCases.map { kind in
            RecordValue.record([
                ("value", .text(kind.rawValue)), ("columns", .text(kind.columns.joined(separator: ", "))),
                ("isChosen", .boolean(kind.rawValue == visit.form["kind"] ?? PushKind.content.rawValue)),
            ])
        }
        var fields: [(String, RecordValue)] = [
            ("targets", .list(targets)), ("hasTargets", .boolean(!targets.isEmpty)), ("kinds", .list(kinds)),
            ("text", .optional(push?.text ?? visit.form.values["text"]?.first)),
            ("refusal", .optional(refused?.detail)),
        ]
        if let push {
            let plan = try await push.plan(visit)
            let counts = PushOutcome.allCases.compactMap { outcome in
                let number = plan.count { $0["outcome"] == .text(outcome.rawValue) }
                return number > 0 ? "\(Int64(number).groupedText) \(outcome.rawValue)" : nil
            }
            fields += [
                ("isPlan", .boolean(true)), ("rows", .list(plan.prefix(shown).map(RecordValue.object))),
                ("counts", .text(counts.joined(separator: ", "))), ("target", .text(push.choice)),
                ("kind", .text(push.kind.rawValue)),
                ("left", plan.count > shown ? .integer(plan.count - shown) : .null),
            ]
        }
        return ConsolePage("push", "Push", in: .push, fields, status: refused?.status ?? .ok)
    }
}
