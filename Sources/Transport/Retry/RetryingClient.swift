package import ConnectorKit
package import Logging

/// Sends a request again if that can help, up to a limit.
///
/// It repeats a repeatable request after a broken connection, 500, 502, 503 and 504, and any request after
/// 429, since nothing was done. It returns every other response unchanged.
package struct RetryingClient: HTTPClient {
    private let base: any HTTPClient
    private let policy: RetryPolicy
    private let budget: RetryBudget
    private let meter: TrafficMeter
    private let environment: RetryEnvironment
    private let logger: Logger

    /// - Parameters:
    ///   - base: The client that sends a request once.
    ///   - budget: Shared by all clients of a run.
    ///   - meter: Counts what is sent and received.
    ///   - logger: Records every retry, but never a query or a header.
    package init(
        _ base: any HTTPClient, policy: RetryPolicy = RetryPolicy(), budget: RetryBudget,
        meter: TrafficMeter, environment: RetryEnvironment = .system,
        logger: Logger = Logger(label: "transport", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.base = base
        self.policy = policy
        self.budget = budget
        self.meter = meter
        self.environment = environment
        self.logger = logger
    }

    /// - Throws: ``Failure/rateLimited(retryAfter:_:)`` after the last 429, or if the requested pause is
    ///   longer than ``RetryPolicy/longestRetryAfter``; ``Failure/transient(_:)`` after the last attempt at
    ///   anything else; ``Failure/fatal(_:)`` at once if cancelled.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var attempt = 1
        while true {
            if Task.isCancelled { throw request.cancelled }
            let failed: FailedAttempt
            switch await once(request) {
            case .success(let answer):
                guard RetryPolicy.transientStatuses.contains(answer.status) else { return answer }
                let named = answer.header("Retry-After")
                failed = .answer(
                    answer.status,
                    retryAfter: named.flatMap { RetryAfter.pause($0, now: environment.now()) })
            case .failure(.transient(let message)): failed = .broken(message)
            case .failure(let failure): throw failure
            }
            let pause = try pause(after: failed, attempt: attempt, of: request)
            attempt += 1
            logger.notice(
                "\(failed.message(request)); attempt \(attempt) of \(policy.attempts) in \(pause.text)"
            )
            do { try await environment.sleep(pause) } catch { throw request.cancelled }
            meter.countRetry()
        }
    }

    private func once(_ request: HTTPRequest) async -> Result<HTTPResponse, Failure> {
        meter.countRequest()
        do throws(Failure) {
            let answer = try await base.send(request)
            meter.count(bytes: answer.body.count)
            return .success(answer)
        } catch {
            return .failure(error)
        }
    }

    /// Returns the pause before the next attempt, or throws if there is none.
    private func pause(
        after failed: FailedAttempt, attempt: Int, of request: HTTPRequest
    ) throws(Failure) -> Duration {
        guard request.repeatable || failed.isRefusal else { throw failed.failure(request, .unrepeatable) }
        if let asked = failed.retryAfter, asked > policy.longestRetryAfter {
            throw failed.failure(request, .longPause(asked, limit: policy.longestRetryAfter))
        }
        guard attempt < policy.attempts else { throw failed.failure(request, .attempts(attempt)) }
        let pause =
            failed.retryAfter ?? policy.pause(after: attempt, fraction: environment.fraction())
        guard budget.spend(pause) else { throw failed.failure(request, .budget) }
        return pause
    }
}
