import Synchronization

/// What went over the network, as a run's record tells it.
package struct Traffic: Sendable, Equatable {
    /// Requests sent, retries included, redirects not.
    package var requests: Int
    /// Bytes of the bodies received, content encodings undone.
    package var bytes: Int
    /// Requests that were sent again.
    package var retries: Int

    package init(requests: Int = 0, bytes: Int = 0, retries: Int = 0) {
        self.requests = requests
        self.bytes = bytes
        self.retries = retries
    }
}

/// Counts the traffic of a run; one meter may serve several clients.
package final class TrafficMeter: Sendable {
    private let traffic = Mutex(Traffic())

    package init() {}

    package var reading: Traffic { traffic.withLock { $0 } }

    func countRequest() { traffic.withLock { $0.requests += 1 } }
    func count(bytes: Int) { traffic.withLock { $0.bytes += bytes } }
    func countRetry() { traffic.withLock { $0.retries += 1 } }
}
