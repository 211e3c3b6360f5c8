import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Push
import Store

extension PageRoute {
    static let push: [PageRoute] = [
        .page("/push") { try await PushPages.page($0) },
        .form("/push") { context in
            do {
                let push = try await PlannedPush(context)
                guard context.form["action"] == "send" else {
                    return .page(try await PushPages.page(context, plan: push))
                }
                let job = try await push.send(context)
                return .moved(
                    to: "/groups/\(push.target.group.percentEncoded)/pushes/\(job.number)",
                    note: push.promise
                )
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PushPages.page(context, refused: problem))
            }
        },
        .page("/groups/{group}/pushes/{push}") { context in
            let job = try await context.call("getPush")
            let cursor = context.query["cursor"]
            let outcomes = try await context.call(
                "listOutcomes", query: [("limit", "200")] + (cursor.map { [("cursor", $0)] } ?? []))
            let here = "/groups/\(context["group"].percentEncoded)/pushes/\(context["push"].percentEncoded)"
            return ConsolePage(
                "pushed", "Push \(context["push"])", in: .push,
                [
                    ("job", job), ("rows", outcomes["items"]),
                    ("group", .text(context.name(ofGroup: context["group"]))),
                    ("isWaiting", .boolean(job["waiting"].count > 0)),
                    ("nextPage", context.next(outcomes, at: here)), ("here", .text(here)),
                ])
        },
    ]
}

/// The other direction: content and completions for a provider, planned first, then sent.
enum PushPages {
    /// How many planned rows are shown.
    private static let shown = 500

    static func page(_ context: PageContext, plan push: PlannedPush? = nil, refused: Problem? = nil)
        async throws
        -> ConsolePage
    {
        let chosen = context.form["target"]
        let targets = context.groups.flatMap { group in
            group.deployments.filter { deployment in
                deployment.enabled && context.host.registry[deployment.provider] is any PushProvider
            }.map { deployment in
                let value = "\(deployment.provider) \(group.id)"
                return RecordValue.record([
                    ("value", .text(value)), ("isChosen", .boolean(value == chosen)),
                    (
                        "label",
                        .text("\(context.host.name(ofProvider: deployment.provider)) for \(group.name)")
                    ),
                ])
            }
        }
        let kinds = PushKind.allCases.map { kind in
            RecordValue.record([
                ("value", .text(kind.rawValue)), ("columns", .text(kind.columns.joined(separator: ", "))),
                ("isChosen", .boolean(kind.rawValue == context.form["kind"] ?? PushKind.content.rawValue)),
            ])
        }
        var fields: [(String, RecordValue)] = [
            ("targets", .list(targets)), ("hasTargets", .boolean(!targets.isEmpty)), ("kinds", .list(kinds)),
            ("text", .optional(push?.text ?? context.form.values["text"]?.first)),
            ("refusal", .optional(refused?.detail)),
        ]
        if let push {
            let plan = try await push.plan(context)
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
