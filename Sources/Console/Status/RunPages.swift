import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model
import Store

extension PageRoute {
    static let runs: [PageRoute] = [
        .page("/runs") { context in
            let cursor = context.query["cursor"]
            let answer = try await context.call(
                "listRuns", query: [("limit", "50")] + (cursor.map { [("cursor", $0)] } ?? []))
            let runs = answer["items"].elements.map(context.named)
            return ConsolePage(
                "runs", context.words("section.runs"), in: .runs,
                [
                    ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty || cursor != nil)),
                    ("csv", .text("/runs.csv")), ("nextPage", context.next(answer, at: "/runs")),
                ])
        },
        .page("/runs/{run}") { context in
            let run = context.named(try await context.call("getRun"))
            let isRunning = run["outcome"] == .null
            let cursor = context.query["cursor"]
            let skipped = try await context.call(
                "listSkipped", query: [("limit", "200")] + (cursor.map { [("cursor", $0)] } ?? []))
            let remarks = try await context.call("listRemarks", query: [("limit", "200")])
            return ConsolePage(
                "run",
                context.words(
                    "run.title",
                    [
                        "id": run["id"],
                        "what": .text(
                            context.words(
                                "run.what",
                                ["kindName": run["kindName"], "providerName": run["providerName"]])),
                    ]),
                in: .runs,
                [
                    ("run", run),
                    (
                        "live",
                        isRunning
                            ? .text("/runs/\(context["run"].percentEncoded)/events") : .null
                    ), ("progress", isRunning ? PageContext.progressValues : .null),
                    ("items", skipped["items"]), ("remarks", remarks["items"]),
                    ("csv", .text("/runs/\(context["run"].percentEncoded)/skipped.csv")),
                    ("hasSkipped", .boolean(!skipped["items"].elements.isEmpty)),
                    ("nextPage", context.next(skipped, at: "/runs/\(context["run"].percentEncoded)")),
                ])
        },
    ]
}

extension PageContext {
    /// A run with the names of its groups, its provider and what it read.
    func named(_ run: JSONValue) -> JSONValue {
        let names = run["groups"].elements.map(\.plain).filter { token.covers(group: $0) }.map(name)
        return run.with([
            ("groupNames", .text(words.list(names))),
            ("kindName", .text(words.words.word(run["kind"].plain, in: .kind))),
            ("providerName", .text(host.name(ofProvider: run["provider"].plain))),
        ])
    }

    /// What the script puts into the messages of a run's progress: their placeholders.
    static let progressValues = JSONValue.record(
        ["rows", "total", "reason"].map { ($0, .text("{\($0)}")) })

    /// The address of the next page; null on the last one.
    func next(_ answer: JSONValue, at path: String, _ fields: [(String, String)] = []) -> JSONValue {
        guard let cursor = answer["next"].text else { return .null }
        return .text(Address.query(path, fields + [("cursor", cursor)]))
    }
}
