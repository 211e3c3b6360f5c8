import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let runs: [Operation] = [
        .list("/runs", "listRuns", "The history of runs, the newest first.", of: "Run") { call, paging in
            guard let before = paging.after.map({ Int64($0) }) ?? Int64.max else {
                throw Problem.badRequest("cursor: is none that this list gave")
            }
            let runs = try await call.host.store.runs(before: RunID(before), limit: paging.limit)
            let seen = runs.filter { run in run.groups.contains { call.token.covers(group: $0) } }
            return Page(
                items: seen.map { call.record($0) },
                next: runs.count == paging.limit ? runs.last.map { String($0.id.number) } : nil)
        },
        Operation(
            method: .get, path: "/runs/{run}", id: "getRun", summary: "One run.", role: .viewer, status: .ok,
            answer: .named("Run")
        ) { call in .object(call.record(try await call.run())) },
        .list(
            "/runs/{run}/skipped", "listSkipped", "What a run skipped, and why.", of: "Skipped"
        ) { call, paging in
            let run = try await call.run()
            return try paging.page(of: try await call.host.store.skippedItems(of: run.id)) {
                Record([("externalId", .optional($0.externalID)), ("reason", .text($0.reason))])
            }
        },
        .list("/providers", "listProviders", "What is built in.", of: "Provider") { call, paging in
            try paging.page(of: call.host.registry.providers) { Record($0) }
        },
        Operation(
            method: .get, path: "/providers/{provider}", id: "getProvider",
            summary: "All a provider declares about itself.", role: .viewer, status: .ok,
            answer: .named("Provider")
        ) { call in
            guard let provider = call.host.registry[call["provider"]] else {
                throw Problem.notFound("no provider \"\(call["provider"])\" is built in")
            }
            return .object(Record(provider))
        },
    ]
}

extension APICall {
    /// The run of the path.
    func run() async throws -> Run {
        guard let number = Int64(self["run"]), let run = try await host.store.run(RunID(number)),
            token.groups.isEmpty || run.groups.contains(where: { token.covers(group: $0) })
        else { throw Problem.notFound("there is no run \"\(self["run"])\"") }
        return run
    }
}
