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
            "/runs/{run}/skipped", "listSkipped", "The items that a run skipped, and why.", of: "Skipped",
            parameters: [
                Parameter(
                    name: "reason", shape: .text(minimum: 1, maximum: 2_001),
                    help: "Only items skipped for exactly this reason.")
            ]
        ) { call, paging in
            let run = try await call.run()
            let reason = call.query["reason"]?.first
            let items =
                try await call.mayListSkipped(of: run)
                ? call.host.store.skippedItems(of: run.id, because: reason) : []
            return try paging.page(of: items) {
                Record([("externalId", .optional($0.externalID)), ("reason", .text($0.reason))])
            }
        },
        .list(
            "/runs/{run}/reasons", "listSkippedReasons",
            "Why a run skipped items: each reason and how many items it skipped, the most frequent first.",
            of: "SkippedReason"
        ) { call, paging in
            let run = try await call.run()
            let reasons =
                try await call.mayListSkipped(of: run) ? call.host.store.skippedReasons(of: run.id) : []
            return try paging.page(of: reasons) {
                Record([("reason", .text($0.reason)), ("count", .integer($0.count))])
            }
        },
        Operation(
            method: .get, path: "/runs/{run}/held", id: "listHeld",
            summary:
                "The active courses that a held listing would archive, if it is the newest of its connection.",
            role: .viewer, parameters: Paging.parameters, status: .ok,
            answer: .object([
                .init("items", .list(.named("Course"))),
                .init("next", .nullable(.text()), "The cursor of the next page; null on the last page."),
                .init("count", Components.count, "How many courses in all."),
            ]), problems: [.conflict]
        ) { call in
            let paging = try Paging(call)
            let connection = try await call.heldConnection()
            let after = try paging.number(or: 0)
            let courses = try await call.host.store.heldCourses(
                of: connection, groups: call.token.groups, after: after, limit: paging.limit)
            let next = courses.count == paging.limit ? courses.last.map { String($0.id) } : nil
            let count = try await call.host.store.heldCount(of: connection, groups: call.token.groups)
            return .object(
                Record([
                    ("items", .list(courses.map { .object(Record($0)) })),
                    ("next", .optional(next.map(Paging.cursor))), ("count", .integer(count)),
                ]))
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

    /// What a delivery skipped names courses of all groups.
    fileprivate func mayListSkipped(of run: Run) -> Bool {
        run.connection != .every || token.hasAllAbout(run)
    }

    /// The connection whose listing the run of the path holds.
    fileprivate func heldConnection() async throws -> ConnectionID {
        let run = try await run()
        do { return try await host.heldConnection(of: run) } catch let refusal as ChangeRefusal {
            throw refusal.problem
        }
    }
}
