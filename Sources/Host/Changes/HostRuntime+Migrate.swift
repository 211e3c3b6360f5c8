import ConnectorKit
import Foundation
package import Store

extension HostRuntime {
    /// Moves the store, while nobody works on anything of it. The new one has the move in its audit trail.
    ///
    /// - Parameter waiting: called once if another process is at work.
    package func migrate(
        _ migration: StoreMigration, by actor: ChangeActor, waiting: @escaping @Sendable () -> Void,
        progress: @escaping @Sendable (StoreMigration.Progress) -> Void
    ) async throws(StoreError) -> StoreMigration.Report {
        try await store.serve()
        defer { store.endServing() }
        return try await holding(try await leases()[...], waiting) { () async throws(StoreError) in
            try await migration.run(progress) { (moved: Store) async throws(StoreError) in
                let entry = try await moved.beginAudit(
                    who: actor.name, what: "migrate", subject: migration.targetName,
                    before: JSONValue.text(migration.sourceName).json, at: now)
                try await moved.finishAudit(entry, after: JSONValue.text(migration.targetName).json)
            }
        }
    }
}
