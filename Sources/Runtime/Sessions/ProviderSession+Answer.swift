package import ConnectorKit

extension ProviderSession {
    /// What it means that a run has used up its time.
    @Sendable package func givenUp(_ end: RunDeadline.End) -> Failure {
        switch end {
        case .overdue:
            .transient("the run took \(RunDeadline.longest.components.seconds / 3_600) hours; given up")
        case .stalled: stalled("no progress")
        }
    }

    private func stalled(_ lack: String) -> Failure {
        let seconds = RunDeadline.limit.components.seconds
        return isRateLimited
            ? .rateLimited(
                retryAfter: nil,
                "the provider answers 429 (too many requests), for \(seconds) s by now; given up")
            : .transient("\(lack) for \(seconds) s; given up")
    }

    /// What a provider answers to something that is asked by itself, not within a listing. It is waited for as
    /// long as a run is; every answer of the service counts as something that came (our decision), since many
    /// things may be asked for at once.
    ///
    /// - Parameters:
    ///   - doing: what it is asked for, as in "has not come back from …".
    ///   - executor: where it runs; nil: where the provider's code runs that fetches.
    package func answer<Value: Sendable>(
        to doing: String, on executor: (any TaskExecutor)? = nil,
        _ ask: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let watchdog = Watchdog(clock)
        onAnswer(watchdog.progressed)
        let givenUp: @Sendable (RunDeadline.End) -> Failure = { end in
            end == .stalled ? stalled("no answer") : self.givenUp(end)
        }
        return try await watchdog.watching(givenUp) { () async throws(Failure) in
            try await watchdog.outcome(of: doing, on: executor ?? self.executor, ask)
        }
    }
}
