package import ConnectorKit
import Synchronization

/// Keeps a minimum time between the starts of two requests, retries included, as services may ask of clients
/// that read everything. Requests to this machine are sent at once (our decision), since a simulator has no
/// other clients.
package struct PacedClient: HTTPClient {
    private let base: any HTTPClient
    private let pacer: RequestPacer

    /// - Parameters:
    ///   - base: The client that sends each request once.
    ///   - pace: The minimum time between two starts.
    ///   - clock: The clock that measures it.
    package init(_ base: any HTTPClient, pace: Duration, clock: any Clock<Duration>) {
        self.base = base
        pacer = RequestPacer(pace: pace, clock: clock)
    }

    /// - Throws: What the base throws; ``Failure/fatal(_:)`` if the task is cancelled while it waits.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if !AddressPolicy.isLocal(request.url) {
            do { try await pacer.wait() } catch { throw request.cancelled }
        }
        return try await base.send(request)
    }
}

/// Schedules the starts of requests.
private final class RequestPacer: Sendable {
    private let pace: Duration
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    /// The next start, measured from the creation; nil before the first request.
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
