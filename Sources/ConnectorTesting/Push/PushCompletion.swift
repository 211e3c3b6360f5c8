import ConnectorKit
import Foundation

extension ConformanceCase {
    static let pushCompletion = ConformanceCase(
        "push-completion", of: .push,
        guarantee: "A completion is reported once, also when it was broken off and is reported again.",
        method:
            "A learner of the provider's completes pushed content; the answer to each call is lost in turn, and it is "
            + "reported twice more, with every write counted."
    ) { trial in
        let calls = try await trial.bench { bench in try await bench.completion(losing: nil) }
        for call in 1...calls {
            _ = try await trial.bench { bench in try await bench.completion(losing: call) }
        }
        return "\(calls) calls"
    }
}

extension Bench {
    /// - Returns: how many calls the first report took.
    fileprivate func completion(losing call: Int?) async throws -> Int {
        let pushes = try pushes()
        let enrolments = try await enrolments().enrolments
        let accounts = Set(enrolments.filter { $0.learner == nil }.map(\.account)).sorted()
        let learners =
            try await statistics().learners(accounts, of: connection()) + enrolments.compactMap(\.learner)
        guard let email = learners.compactMap(\.email).min() else {
            throw Skip("the simulator has no learner with an e-mail address")
        }
        let content = PushedContent.conformance("completed")
        _ = try await push(content, over: connection())
        let now = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 3_600).rounded(.down))
        let completion = PushedCompletion(
            contentReference: content.externalReference, email: email, completedAt: now, passed: true)
        var calls = 0
        var before: [String] = []
        try await pushing(losing: call) { connection, line in
            let result = try? await pushes.apply(nil, to: completion, of: connection)
            (calls, before) = (line.calls, line.writes)
            guard call == nil else { return }
            try require(
                result?.outcome == .completed,
                "a completion was told as \(result.map(\.outcome.rawValue) ?? "nothing"); "
                    + "completed would be right")
        }
        for time in ["second", "third"] {
            try await pushing { connection, line in
                let result = try? await pushes.apply(nil, to: completion, of: connection)
                let twice = line.writes.filter(before.contains)
                try require(
                    twice.isEmpty && result != nil,
                    "the \(time) time a completion was told as \(result.map(\.outcome.rawValue) ?? "nothing"), "
                        + "and \(twice.count) of its writes reached the service once more")
                before += line.writes
            }
        }
        return calls
    }
}
