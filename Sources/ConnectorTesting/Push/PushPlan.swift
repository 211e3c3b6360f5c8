import ConnectorKit

extension ConformanceCase {
    static let pushPlan = ConformanceCase(
        "push-plan", of: .push,
        guarantee: "A plan sends nothing, is empty once it was done, and is not done when it no longer fits.",
        method:
            "Content is planned, changed by another push, and only then applied; then it is planned anew, applied, "
            + "and planned once more, with every write counted."
    ) { trial in
        try await trial.bench { bench in
            let pushes = try bench.pushes()
            let content = PushedContent.conformance("plan")
            var planned = 0
            func plan(_ wanted: PushPlan.Action, _ when: String) async throws -> PushPlan {
                let line = CountedLine(bench.network, losing: nil)
                let plan = try await bench.plan(content, over: bench.connection(over: line))
                planned += 1
                try require(line.writes.isEmpty, "\(when) a plan sent \(line.writes.count) writes")
                try require(
                    plan.action == wanted && plan.steps.isEmpty == (wanted == .unchanged),
                    "\(when) the plan was to \(plan.action.rawValue) in \(plan.steps.count) steps; "
                        + "\(wanted.rawValue) would be right")
                return plan
            }
            let first = try await plan(.create, "at first")
            _ = try await bench.push(.conformance("plan", title: "Another's"), over: bench.connection())
            try await bench.pushing { connection, line in
                let result: PushResult?
                do throws(Failure) {
                    result = try await pushes.apply(first, to: content, of: connection)
                } catch {
                    throw Violation("a plan that no longer fits could not be refused: \(error)")
                }
                try require(
                    result == nil && line.writes.isEmpty,
                    "a plan that no longer fits was done, in \(line.writes.count) writes")
            }
            let second = try await plan(.update, "after another's push")
            let result = try? await pushes.apply(second, to: content, of: bench.connection())
            try require(
                result?.outcome == .updated,
                "a plan that fits came to \(result.map(\.outcome.rawValue) ?? "nothing"); "
                    + "updated would be right")
            _ = try await plan(.unchanged, "after it was done")
            return "\(planned) plans"
        }
    }
}
