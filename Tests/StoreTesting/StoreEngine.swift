import Foundation
import PostgresTesting
package import Store
import TestSupport

/// The engines that there are.
package enum StoreEngine: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Opens an empty store for a body, and removes it.
    package func withStore<Value>(
        environment: String = "test", _ body: (Store) async throws -> Value
    ) async throws -> Value {
        let folder = URL.temporary("store")
        defer { folder.remove() }
        switch self {
        case .sqlite:
            return try await body(
                try Store(directory: folder, environment: environment, plainText: { $0 }))
        case .postgres:
            let url = try PostgresServer.storeDatabase()
            defer {
                // Leases are given back before.
                folder.remove()
                PostgresServer.drop(url)
            }
            return try await body(
                try Store(
                    postgres: PostgresServer.way(to: url), directory: folder, environment: environment,
                    plainText: { $0 }))
        }
    }
}
