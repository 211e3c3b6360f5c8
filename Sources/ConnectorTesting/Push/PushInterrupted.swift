import ConnectorKit

extension ConformanceCase {
    static let pushInterrupted = ConformanceCase(
        "push-interrupted", of: .push,
        guarantee: "A push that was broken off anywhere and begun anew does nothing twice.",
        method:
            "The answer to each call of a push is lost in turn, and nothing is sent after it; then it is pushed again "
            + "over a new connection, and a write that the service had taken is not made again."
    ) { trial in
        let calls = try await trial.bench { bench in
            var calls = 0
            try await bench.pushing { connection, line in
                _ = try await bench.push(.conformance("whole"), over: connection)
                calls = line.calls
            }
            return calls
        }
        for call in 1...calls {
            try await trial.bench { bench in
                let pushes = try bench.pushes()
                let content = PushedContent.conformance("broken-off")
                var before: [String] = []
                try await bench.pushing(losing: call) { connection, line in
                    _ = try? await pushes.apply(nil, to: content, of: connection)
                    before = line.writes
                }
                try await bench.pushing { connection, line in
                    _ = try await bench.push(content, over: connection)
                    let twice = line.writes.filter(before.contains)
                    try require(
                        twice.isEmpty,
                        "after a push whose answer \(call) of \(calls) was lost, \(twice.count) of its writes "
                            + "reached the service a second time")
                }
                let plan = try await bench.plan(content)
                try require(
                    plan.action == .unchanged,
                    "after a push whose answer \(call) of \(calls) was lost and another one, the plan is to "
                        + "\(plan.action.rawValue); unchanged would be right")
            }
        }
        return "\(calls) calls"
    }
}
