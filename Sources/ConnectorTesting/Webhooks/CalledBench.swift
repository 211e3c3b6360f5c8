import Foundation
import Host
import Webhooks

extension Bench {
    /// Has a host register a webhook, and hands on the calls that come for it.
    func called<Value: Sendable>(
        _ body: @Sendable (inout CaughtCalls, TrialHost, String) async throws -> Value
    ) async throws -> Value {
        _ = try webhooks()
        return try await host { trial in
            let catcher = try CallCatcher()
            defer { catcher.close() }
            let host = try await TestHost(self, folder: trial.folder, publicURL: catcher.url)
            for report in try await host.runtime.webhooks.register() {
                try require(report.error == nil, "the webhook could not be registered: \(report)")
            }
            var calls = CaughtCalls(catcher, patience: patience)
            return try await body(&calls, trial, catcher.url)
        }
    }
}

/// Calls, one after the other.
struct CaughtCalls {
    private let catcher: CallCatcher
    private let patience: Duration
    private var iterator: AsyncStream<CaughtCall>.Iterator

    init(_ catcher: CallCatcher, patience: Duration) {
        self.catcher = catcher
        self.patience = patience
        iterator = catcher.calls.makeAsyncIterator()
    }

    /// - Returns: nil if none comes for too long.
    mutating func next() async throws -> CaughtCall? {
        let (catcher, patience) = (catcher, patience)
        let watch = Task {
            // Not a measure of anything: it keeps a simulator that is silent from hanging the test.
            try await Task.sleep(for: patience)
            catcher.close()
        }
        defer { watch.cancel() }
        return await iterator.next()
    }
}

extension Violation {
    static let silence = Violation(
        "the simulator was silent, though learners learn and a webhook is registered")
}
