import Foundation
import GRDB

/// Tells whether anybody changed a store: this process, or another.
package final class ChangeWatch: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    /// A connection of its own: SQLite counts for a connection what others changed.
    fileprivate init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.label = "tributary-watch"
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Another number after every change.
    package func mark() async throws(StoreError) -> Int {
        let queue = queue
        do {
            return try await Task {
                try await queue.read { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
            }.value
        } catch {
            throw StoreError(error, path: path)
        }
    }
}

extension Store {
    /// Watches this store for changes.
    package func changes() throws(StoreError) -> ChangeWatch {
        do { return try ChangeWatch(path: path) } catch { throw StoreError(error, path: path) }
    }
}
