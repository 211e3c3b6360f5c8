import Delivery
import Model
package import Foundation
import Runtime
package import Store

extension HostRuntime {
    /// Puts a backup in the place of the store's content, while nobody works on any connection.
    ///
    /// - Parameter waiting: called once if another process is at work.
    package func restore(from file: URL, waiting: @escaping @Sendable () -> Void) async throws(StoreError) {
        let names = try await store.connections().map(\.name) + delivery.leases
        try await restore(from: file, holding: names[...], waiting: waiting)
        try await reconcile()
    }

    /// Leases cannot be kept in a list: each call holds one and makes the next.
    private func restore(
        from file: URL, holding names: ArraySlice<String>, waiting: @escaping @Sendable () -> Void
    ) async throws(StoreError) {
        guard let name = names.first else { return try store.restore(from: file) }
        let lease = try await context.lease(name, waiting: waiting)
        try await restore(from: file, holding: names.dropFirst(), waiting: waiting)
        lease.release()
    }
}
