import ConnectorKit

extension ConformanceCase {
    static let pushAgain = ConformanceCase(
        "push-again", of: .push,
        guarantee: "What stands at the provider as it should is not sent again.",
        method: "Content is pushed, pushed again, and pushed with another title; the writes are counted."
    ) { trial in
        try await trial.bench { bench in
            func push(_ title: String, _ wanted: PushResult.Outcome, _ when: String) async throws -> Int {
                var writes = 0
                try await bench.pushing { connection, line in
                    let result = try await bench.push(
                        .conformance("again", title: title), over: connection)
                    writes = line.writes.count
                    try require(
                        result.outcome == wanted && (writes > 0) == (wanted != .unchanged),
                        "\(when) a push was told as \(result.outcome.rawValue) and made \(writes) writes; "
                            + "\(wanted.rawValue)\(wanted == .unchanged ? " and none" : "") would be right")
                }
                return writes
            }
            let first = try await push("Safety first", .created, "the first time")
            _ = try await push("Safety first", .unchanged, "the second time")
            _ = try await push("Safety second", .updated, "with another title")
            _ = try await push("Safety second", .unchanged, "with that title again")
            return "\(first) writes, then none"
        }
    }
}
