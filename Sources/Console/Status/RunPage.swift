import ConnectorKit
import HTTPAPI
import Model

/// A run: how it ended in words, what it counted, and what it skipped, grouped by the reason.
enum RunPage {
    static func page(_ context: PageContext) async throws -> ConsolePage {
        let here = "/runs/\(context["run"].percentEncoded)"
        let run = context.named(try await context.call("getRun"))
        let isRunning = run["outcome"].plain == "running"
        let remarks = try await context.call("listRemarks", query: [("limit", "200")])
        let reasons = try await context.call("listSkippedReasons", query: [("limit", "200")])
        return ConsolePage(
            "run", title(of: run, context.words), in: .runs,
            [
                ("run", run), ("live", isRunning ? .text(here + "/events") : .null),
                ("progress", isRunning ? PageContext.progressValues : .null), ("remarks", remarks["items"]),
                ("csv", .text(here + "/skipped.csv")),
                ("heldAddress", run["outcome"].plain == "held" ? .text(here + "/held") : .null),
                ("hasSkipped", .boolean(!reasons["items"].elements.isEmpty)),
                (
                    "reasons",
                    .list(
                        reasons["items"].elements.map {
                            $0.with([
                                (
                                    "address",
                                    .text(Address.query(here, [("reason", $0["reason"].plain)]) + "#items")
                                )
                            ])
                        })
                ),
            ] + (try await skipped(context, at: here)))
    }

    static func title(of run: JSONValue, _ words: Reader) -> String {
        words("run.title", ["id": run["id"], "what": run["what"]])
    }

    /// The items that were skipped for the reason that was asked for.
    private static func skipped(_ context: PageContext, at here: String) async throws
        -> [(String, JSONValue)]
    {
        guard let reason = context.query["reason"] else { return [] }
        let cursor = context.query["cursor"].map { [("cursor", $0)] } ?? []
        let items = try await context.call(
            "listSkipped", query: [("limit", "200"), ("reason", reason)] + cursor)
        return [
            ("reason", .text(reason)), ("items", items["items"]),
            ("nextPage", context.next(items, at: here, [("reason", reason)])),
        ]
    }
}
