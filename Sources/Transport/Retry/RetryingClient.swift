package import ConnectorKit
package import Logging

/// Sends a request again where that can help, and gives up in time.
///
/// Sent again are: what may be repeated, after a broken connection, 500, 502, 503 and 504; anything at
/// all after 429, since nothing was done. Every other answer is returned as it came.
package struct RetryingClient: HTTPClient {
    private let base: any HTTPClient
    private let policy: RetryPolicy
    private let budget: RetryBudget
    private let meter: TrafficMeter
    private let surroundings: RetrySurroundings
    private let logger: Logger

    /// - Parameters:
    ///   - base: what sends one request once.
    ///   - budget: shared by all clients of a run.
    ///   - meter: counts what is sent and received.
    ///   - logger: told of every retry, never of a query or a header.
    package init(
        _ base: any HTTPClient, policy: RetryPolicy = RetryPolicy(), budget: RetryBudget,
        meter: TrafficMeter, surroundings: RetrySurroundings = .system,
        logger: Logger = Logger(label: "transport", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.base = base
        self.policy = policy
        self.budget = budget
        self.meter = meter
        self.surroundings = surroundings
        self.logger = logger
    }

    /// - Throws: ``Failure/rateLimited(retryAfter:_:)`` after the last 429, and where the pause asked for
    ///   is longer than ``RetryPolicy/longestRetryAfter``; ``Failure/transient(_:)`` after the last
    ///   attempt at anything else; ``Failure/fatal(_:)`` at once when cancelled.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var attempt = 1
        while true {
            if Task.isCancelled { throw request.cancelled }
            let setback: Setback
            switch await once(request) {
            case .success(let answer):
                guard RetryPolicy.passingStatuses.contains(answer.status) else { return answer }
                let named = answer.header("Retry-After")
                setback = .answer(
                    answer.status,
                    retryAfter: named.flatMap { RetryAfter.pause($0, now: surroundings.now()) })
            case .failure(.transient(let message)): setback = .broken(message)
            case .failure(let failure): throw failure
            }
            let pause = try pause(after: setback, attempt: attempt, of: request)
            attempt += 1
            logger.notice(
                "\(setback.message(request)); attempt \(attempt) of \(policy.attempts) in \(pause.text)"
            )
            do { try await surroundings.sleep(pause) } catch { throw request.cancelled }
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

    /// How long to wait before the next attempt; throws where there is none.
    private func pause(
        after setback: Setback, attempt: Int, of request: HTTPRequest
    ) throws(Failure) -> Duration {
        guard request.repeatable || setback.isRefusal else { throw setback.failure(request, .unrepeatable) }
        if let asked = setback.retryAfter, asked > policy.longestRetryAfter {
            throw setback.failure(request, .longPause(asked, limit: policy.longestRetryAfter))
        }
        guard attempt < policy.attempts else { throw setback.failure(request, .attempts(attempt)) }
        let pause =
            setback.retryAfter ?? policy.pause(after: attempt, fraction: surroundings.fraction())
        guard budget.take(pause) else { throw setback.failure(request, .budget) }
        return pause
    }
}
