import Model
import Store
import Synchronization

/// How a connection's webhook stood when it was last read: good for checking a call, as long as what is kept for
/// it is kept only if that is how it still stands, since another process may have renewed the secret a moment ago.
final class KnownRegistration: Sendable {
    private let store: Store
    private let connection: ConnectionID
    private let known = Mutex<WebhookRegistration?>(nil)

    init(_ store: Store, _ connection: ConnectionID) {
        self.store = store
        self.connection = connection
    }

    /// As it was when it was last read; nil if it was not, or if there was none.
    var last: WebhookRegistration? { known.withLock { $0 } }

    /// As it is now.
    func read() async throws(StoreError) -> WebhookRegistration? {
        let current = try await store.webhook(of: connection)
        known.withLock { $0 = current }
        return current
    }
}
