import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let push: [PageRoute] = [
        .page("/push") { try await PushPages.page($0) },
        .form("/push") { visit in
            do {
                let push = try await PlannedPush(visit)
                guard visit.form["action"] == "send" else {
                    return .page(try await PushPages.page(visit, plan: push))
                }
                let job = try await push.send(visit)
                return .moved(
                    to: "/groups/\(Address.part(push.target.group))/pushes/\(job.number)",
                    note: push.promise
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

    static func page(_ visit: Visit, plan push: PlannedPush? = nil, refused: Problem? = nil) async throws
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
