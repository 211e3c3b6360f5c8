import Synchronization

/// The network traffic of a run, as its record shows it.
package struct Traffic: Sendable, Equatable {
    /// Requests sent, including retries but not redirects.
    package var requests: Int
    /// Bytes of the decoded bodies received.
    package var bytes: Int
    /// Requests that were sent again.
    package var retries: Int

    package init(requests: Int = 0, bytes: Int = 0, retries: Int = 0) {
        self.requests = requests
        self.bytes = bytes
        self.retries = retries
    }
}

/// Counts the traffic of a run. Several clients may share one meter.
package final class TrafficMeter: Sendable {
    private let traffic = Mutex(Traffic())

    package init() {}

    package var reading: Traffic { traffic.withLock { $0 } }

    func countRequest() { traffic.withLock { $0.requests += 1 } }
    func count(bytes: Int) { traffic.withLock { $0.bytes += bytes } }
    func countRetry() { traffic.withLock { $0.retries += 1 } }
}
