import Foundation
import Host
import Model
import Store

extension PageRoute {
    static let runs: [PageRoute] = [
        .page("/runs") { visit in
            let cursor = visit.query["cursor"]
            let answer = try await visit.ask(
                "listRuns", query: [("limit", "50")] + (cursor.map { [("cursor", $0)] } ?? []))
            let runs = answer["items"].elements.map(visit.named)
            return ConsolePage(
                "runs", "Runs", in: .runs,
                [
                    ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty || cursor != nil)),
                    ("nextPage", visit.next(answer, at: "/runs")),
                ])
        },
        .page("/runs/{run}") { visit in
            let run = visit.named(try await visit.ask("getRun"))
            let cursor = visit.query["cursor"]
            let skipped = try await visit.ask(
                "listSkipped", query: [("limit", "200")] + (cursor.map { [("cursor", $0)] } ?? []))
            return ConsolePage(
                "run", "Run \(visit["run"])", in: .runs,
                [
                    ("run", run),
                    (
                        "live",
                        run["outcome"] == .null
                            ? .text("/runs/\(Address.part(visit["run"]))/events") : .null
                    ), ("items", skipped["items"]),
                    ("hasSkipped", .boolean(!skipped["items"].elements.isEmpty)),
                    ("nextPage", visit.next(skipped, at: "/runs/\(Address.part(visit["run"]))")),
                ])
        },
    ]
}

extension Visit {
    /// A run with the names of its groups.
    func named(_ run: RecordValue) -> RecordValue {
        let names = run["groups"].elements.map(\.plain).filter { token.covers(group: $0) }.map(name)
        return run.with([("groupNames", .text(names.joined(separator: ", ")))])
    }

    /// Where the page behind this one is; null on the last.
    func next(_ answer: RecordValue, at path: String, _ fields: [(String, String)] = []) -> RecordValue {
        guard case .text(let cursor) = answer["next"] else { return .null }
        return .text(Address.query(path, fields + [("cursor", cursor)]))
    }
}
