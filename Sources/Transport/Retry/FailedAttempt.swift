import ConnectorKit

/// An attempt that failed but may be repeated.
enum FailedAttempt {
    /// A status that another attempt may change.
    case answer(_ status: Int, retryAfter: Duration?)
    /// No complete response arrived. The message already names the request.
    case broken(String)

    /// Why there is no further attempt.
    enum StopReason {
        case attempts(Int)
        case budget
        case longPause(Duration, limit: Duration)
        case unrepeatable
    }

    /// Whether the service said that it did nothing.
    var isRefusal: Bool {
        if case .answer(429, _) = self { true } else { false }
    }

    var retryAfter: Duration? {
        if case .answer(_, let pause) = self { pause } else { nil }
    }

    func message(_ request: HTTPRequest) -> String {
        switch self {
        case .answer(429, _): "\(request.label): the service asked to slow down (429)"
        case .answer(let status, _): "\(request.label): the service answered \(status)"
        case .broken(let message): message
        }
    }

    /// The failure to throw if there is no further attempt.
    func failure(_ request: HTTPRequest, _ reason: StopReason) -> Failure {
        let text = message(request) + remark(reason)
        if case .longPause = reason { return .rateLimited(retryAfter: retryAfter, text) }
        return isRefusal ? .rateLimited(retryAfter: retryAfter, text) : .transient(text)
    }

    private func remark(_ reason: StopReason) -> String {
        switch (self, reason) {
        case (.broken, .attempts(let count)): count == 1 ? "" : " (\(count) attempts)"
        case (.broken, .unrepeatable): ""
        case (.answer, .attempts(let count)):
            count == 1 ? "; run it again later" : " at each of \(count) attempts; run it again later"
        case (.answer, .unrepeatable): "; it was not sent again, since it may have been carried out"
        case (_, .budget): "; this run's retries are used up, run it again later"
        case (_, .longPause(let asked, let limit)):
            " and asked for a pause of \(asked.text); a run waits at most \(limit.text), run it again later"
        }
    }
}
