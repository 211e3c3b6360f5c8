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
        .form("/push", limit: .push) { context in
            do {
                let push = try PushForm(context)
                guard context.form["action"] == "send" else {
                    return .page(try await PushPages.page(context, plan: push))
                }
                return try await push.send(context)
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
                "pushed",
                context.words(
                    "pushed.title",
                    [
                        "push": .text(context["push"]),
                        "group": .text(context.name(ofGroup: context["group"])),
                    ]),
                in: .push,
                [
                    ("job", job.with([("count", job["entries"])])), ("rows", outcomes["items"]),
                    ("isWaiting", .boolean(job["waiting"].count > 0)),
                    ("done", .text(String(job["entries"].count - job["waiting"].count))),
                    ("all", .text(String(job["entries"].count))),
                    (
                        "failed",
                        job["failed"].count > 0
                            ? .record([("count", job["failed"]), ("file", .text(here + "/failed.csv"))])
                            : .null
                    ),
                    ("nextPage", context.next(outcomes, at: here)), ("here", .text(here)),
                    ("csv", .text(here + "/outcomes.csv")),
                ])
        },
    ]
}

/// Pushes content and completions to a provider: planned first, then sent.
enum PushPages {
    /// The most rows of a plan that are shown.
    private static let shown = 500

    static func page(_ context: PageContext, plan push: PushForm? = nil, refused: Problem? = nil)
        async throws
        -> ConsolePage
    {
        let chosen = context.form["target"]
        let targets = PushChoice.all(context).map { choice in
            let provider = context.host.name(ofProvider: choice.provider)
            return JSONValue.record([
                ("value", .text(choice.value)), ("isChosen", .boolean(choice.value == chosen)),
                (
                    "label",
                    .text(
                        context.words(
                            "push.for", ["provider": .text(provider), "group": .text(choice.group.name)]))
                ),
            ])
        }
        let kinds = PushKind.allCases.map { kind in
            JSONValue.record([
                ("value", .text(kind.rawValue)), ("template", .text("/push/templates/\(kind.rawValue).csv")),
                ("columns", .text(kind.columns.joined(separator: ", "))),
                ("isChosen", .boolean(kind.rawValue == context.form["kind"] ?? PushKind.content.rawValue)),
            ])
        }
        var fields: [(String, JSONValue)] = [
            ("targets", .list(targets)), ("hasTargets", .boolean(!targets.isEmpty)), ("kinds", .list(kinds)),
            ("text", .optional(push?.text ?? context.form.values["text"]?.first)),
            ("refusal", .optional(refused?.detail)),
        ]
        if let push {
            let plan = try await push.plan(context)
            let counts = PushOutcome.allCases.compactMap { outcome in
                let number = plan.count { $0["outcome"] == .text(outcome.rawValue) }
                return number > 0
                    ? "\(context.words.number(String(number))) \(context.words.word(outcome.rawValue, in: .pushOutcome))"
                    : nil
            }
            fields += [
                ("isPlan", .boolean(true)), ("rows", .list(Array(plan.prefix(shown)))),
                ("counts", .text(context.words.list(counts))), ("target", .text(push.choice)),
                ("kind", .text(push.kind.rawValue)),
                ("left", plan.count > shown ? .integer(plan.count - shown) : .null),
            ]
        }
        return ConsolePage(
            "push", context.words("section.push"), in: .push, fields, status: refused?.status ?? .ok)
    }
}
