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
                "runs", "Runs", in: .runs,
                [
                    ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty || cursor != nil)),
                    ("nextPage", context.next(answer, at: "/runs")),
                ])
        },
        .page("/runs/{run}") { context in
            let run = context.named(try await context.call("getRun"))
            let cursor = context.query["cursor"]
            let skipped = try await context.call(
                "listSkipped", query: [("limit", "200")] + (cursor.map { [("cursor", $0)] } ?? []))
            let remarks = try await context.call("listRemarks", query: [("limit", "200")])
            return ConsolePage(
                "run", "Run \(context["run"])", in: .runs,
                [
                    ("run", run),
                    (
                        "live",
                        run["outcome"] == .null
                            ? .text("/runs/\(context["run"].percentEncoded)/events") : .null
                    ), ("items", skipped["items"]), ("remarks", remarks["items"]),
                    ("hasSkipped", .boolean(!skipped["items"].elements.isEmpty)),
                    ("nextPage", context.next(skipped, at: "/runs/\(context["run"].percentEncoded)")),
                ])
        },
    ]
}

extension PageContext {
    /// A run with the names of its groups.
    func named(_ run: JSONValue) -> JSONValue {
        let names = run["groups"].elements.map(\.plain).filter { token.covers(group: $0) }.map(name)
        return run.with([("groupNames", .text(names.joined(separator: ", ")))])
    }

    /// The address of the next page; null on the last one.
    func next(_ answer: JSONValue, at path: String, _ fields: [(String, String)] = []) -> JSONValue {
        guard let cursor = answer["next"].text else { return .null }
        return .text(Address.query(path, fields + [("cursor", cursor)]))
    }
}
