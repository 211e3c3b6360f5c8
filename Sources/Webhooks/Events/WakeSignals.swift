import Model
import Store
import Synchronization

/// Wakes whoever works off a connection's events. Signals that come before the worker wakes count as one.
final class WakeSignals: Sendable {
    private let signals = Mutex<[ConnectionID: AsyncStream<Void>.Continuation]>([:])

    /// The signals of a connection; only the newest stream receives them.
    func stream(of connection: ConnectionID) -> AsyncStream<Void> {
        let (stream, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        signals.withLock { $0[connection] = signal }
        return stream
    }

    func wake(_ connection: ConnectionID) { signals.withLock { _ = $0[connection]?.yield() } }

    func wakeAll() { signals.withLock { for signal in $0.values { signal.yield() } } }
}
