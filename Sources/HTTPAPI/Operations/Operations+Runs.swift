import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let runs: [Operation] = [
        .list("/runs", "listRuns", "The history of runs, newest first.", of: "Run") { call, paging in
            let before = try paging.number(or: .max)
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
            "/runs/{run}/skipped", "listSkipped", "The items that a run skipped, and why.", of: "Skipped"
        ) { call, paging in
            let run = try await call.run()
            return try paging.page(
                of: run.connection == .every && !call.token.hasAllAbout(run)
                    ? [] : try await call.host.store.skippedItems(of: run.id)
            ) {
                Record([("externalId", .optional($0.externalID)), ("reason", .text($0.reason))])
            }
        },
        .list(
            "/runs/{run}/remarks", "listRemarks",
            "What was unusual about a run without changing its outcome.", of: "Remark"
        ) { call, paging in
            let run = try await call.run()
            // Those of a delivery name courses of all groups.
            let remarks = run.connection == .every && !call.token.hasAllAbout(run) ? [] : run.remarks
            return try paging.page(of: remarks) { Record([("text", .text($0))]) }
        },
        .list("/providers", "listProviders", "The built-in providers.", of: "Provider") { call, paging in
            try paging.page(of: call.host.registry.providers) { Record($0) }
        },
        Operation(
            method: .get, path: "/providers/{provider}", id: "getProvider",
            summary: "The description of a provider.", role: .viewer, status: .ok,
            answer: .named("Provider")
        ) { call in .object(Record(try call.caller.provider(call["provider"]))) },
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
