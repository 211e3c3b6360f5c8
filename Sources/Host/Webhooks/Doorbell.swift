import Model
import Store
import Synchronization

/// Wakes who works off a connection's events; rings that nobody has answered yet are one ring.
final class Doorbell: Sendable {
    private let bells = Mutex<[ConnectionID: AsyncStream<Void>.Continuation]>([:])

    /// The rings of a connection; the newest listener alone hears them.
    func rings(of connection: ConnectionID) -> AsyncStream<Void> {
        let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        bells.withLock { $0[connection] = bell }
        return rings
    }

    func ring(_ connection: ConnectionID) { bells.withLock { _ = $0[connection]?.yield() } }

    func ringAll() { bells.withLock { for bell in $0.values { bell.yield() } } }
}
