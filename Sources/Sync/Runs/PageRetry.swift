import ConnectorKit

/// Asks a provider again for a page that could not be read.
///
/// The client below retries single requests. Here an answer that is no page, such as HTML or JSON that is cut
/// off, counts as none, and the page is asked for again, up to ``attempts`` times in all (our decision).
struct PageRetry: Sendable {
    let clock: any Clock<Duration>
    /// Whether the service answered that there is no page, such as by 404, so that asking again is of no use.
    let isRefused: @Sendable () -> Bool
    let progress: @Sendable (RunProgress) -> Void

    static let attempts = 4

    func run<Answer: Sendable>(_ ask: () async throws(Failure) -> Answer) async throws(Failure) -> Answer {
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
