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
                "listRuns", query: [("limit", "25")] + (cursor.map { [("cursor", $0)] } ?? []))
            let runs = context.named(answer["items"].elements)
            return ConsolePage(
                "runs", context.words("section.runs"), in: .runs,
                [
                    ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty || cursor != nil)),
                    ("csv", .text("/runs.csv")), ("nextPage", context.next(answer, at: "/runs")),
                ])
        },
        .page("/runs/{run}") { try await RunPage.page($0) },
        .page("/runs/{run}/held") { try await HeldPage.page($0) },
    ]
}

extension PageContext {
    /// Runs with the names of their groups and providers, what they read, and as outcome `running` as long as they have none.
    func named(_ runs: [JSONValue]) -> [JSONValue] {
        let (host, token) = (host, token)
        return runs.map { run in
            let groups = run["groups"].elements.map(\.plain).filter { token.covers(group: $0) }
            let provider = JSONValue.text(host.name(ofProvider: run["provider"].plain))
            let kind = words.word(run["kind"].plain, in: .kind)
            return run.with([
                ("groupNames", .text(words.list(groups.map { host.configuration.group($0)?.name ?? $0 }))),
                ("providerName", provider),
                ("what", .text(words("run.what", ["kindName": .text(kind), "providerName": provider]))),
                ("outcome", .text(run["outcome"].text ?? "running")),
            ])
        }
    }

    func named(_ run: JSONValue) -> JSONValue { named([run])[0] }

    /// What the script puts into the messages of a run's progress: their placeholders.
    static let progressValues = JSONValue.record(
        ["rows", "total", "reason"].map { ($0, .text("{\($0)}")) })

    /// The address of the next page; null on the last one.
    func next(_ answer: JSONValue, at path: String, _ fields: [(String, String)] = []) -> JSONValue {
        guard let cursor = answer["next"].text else { return .null }
        return .text(Address.query(path, fields + [("cursor", cursor)]))
    }
}
