package import ConnectorKit
import Synchronization

/// Keeps a least time between the starts of two requests, retries included, as a service may ask of those
/// who read all of it. Requests to this machine are sent at once (our decision): a simulator has no other
/// readers.
package struct PacedClient: HTTPClient {
    private let base: any HTTPClient
    private let turns: Turns

    /// - Parameters:
    ///   - base: what sends one request once.
    ///   - pace: the least time between two starts.
    ///   - clock: by which it is kept.
    package init(_ base: any HTTPClient, pace: Duration, clock: any Clock<Duration>) {
        self.base = base
        turns = Turns(pace: pace, clock: clock)
    }

    /// - Throws: what the base throws; ``Failure/fatal(_:)`` where the task is cancelled while it waits.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if !AddressPolicy.isLocal(request.url) {
            do { try await turns.wait() } catch { throw request.cancelled }
        }
        return try await base.send(request)
    }
}

/// Hands out the moments at which requests may start.
private final class Turns: Sendable {
    private let pace: Duration
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    /// Since the clock was first looked at; nil before the first request.
    private let next = Mutex<Duration?>(nil)

    init(pace: Duration, clock: some Clock<Duration>) {
        self.pace = pace
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    func wait() async throws {
        let now = elapsed()
        let turn = next.withLock { next in
            let turn = max(now, next ?? now)
            next = turn + pace
            return turn
        }
        if turn > now { try await sleep(turn - now) }
    }
}
