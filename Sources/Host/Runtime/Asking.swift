import ConnectorKit

/// Asks a provider again where an answer was none.
///
/// The client below retries single requests; here it is the whole that counts: an answer that is no page (HTML,
/// cut-off JSON) brought nothing, so the same may be asked again (our decision: ``attempts`` times in all).
struct Asking: Sendable {
    let clock: any Clock<Duration>
    /// Whether the service has said that there is nothing to be had, as by 404: no attempt would bring it.
    let isRefused: @Sendable () -> Bool
    let progress: @Sendable (RunProgress) -> Void

    static let attempts = 4

    func again<Answer: Sendable>(_ ask: () async throws(Failure) -> Answer) async throws(Failure) -> Answer {
        var attempt = 1
        while true {
            do throws(Failure) {
                return try await ask()
            } catch {
                guard case .contract(let reason) = error, attempt < Self.attempts, !isRefused(),
                    !Task.isCancelled
                else { throw error }
                progress(.retrying(reason))
                try? await clock.sleep(for: .milliseconds(250 << attempt))
                attempt += 1
            }
        }
    }
}
