package import ConfigurationFiles
import Model
package import ConnectorKit
import Foundation
package import Runtime
package import Store
package import Sync

extension HostRuntime {
    /// Says what a sync would change: it is done on a copy of the store, brought in line with the files there, so
    /// that the store itself stays as it is. Edited files count with what they would change.
    ///
    /// - Parameter afterwards: what else is to be tried out on the copy.
    ///
    /// One rehearsal at a time; the copy is removed afterwards, and what a killed one left behind before.
    package static func rehearse(
        _ request: SyncRequest, _ configuration: Configuration, registry: ProviderRegistry,
        environment: HostEnvironment,
        progress: @escaping SyncProgress,
        afterwards: (HostRuntime) async throws(StoreError) -> Void = { _ throws(StoreError) in }
    ) async throws(StoreError) -> [SyncResult] {
        let original = try HostRuntime(over: configuration, registry: registry, environment: environment)
            .context
        let lease = try await original.lease("rehearsal") {}
        let directory = original.store.directory.appending(path: "rehearsal")
        let files = FileManager.default
        try? files.removeItem(at: directory)
        defer { try? files.removeItem(at: directory) }
        do {
            try files.createDirectory(at: directory, withIntermediateDirectories: false)
        } catch {
            throw .unusable(
                "\(directory.path): cannot be created; check the rights of \(original.store.directory.path)")
        }
        let copy = HostRuntime(original.with(try original.store.copy(to: directory)))
        let edited = try await copy.reconcile()
        var results = try await copy.sync(request, progress: progress)
        for deployment in try await copy.store.deployments() {
            guard let changes = edited[deployment.id],
                let index = results.firstIndex(where: {
                    $0.id == deployment.connection && $0.report.kind == .catalog
                })
            else { continue }
            results[index].add(changes)
        }
        try await afterwards(copy)
        lease.release()
        return results
    }
}
