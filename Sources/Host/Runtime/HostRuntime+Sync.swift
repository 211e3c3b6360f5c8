import ConnectorKit
import Foundation
public import Store

/// What a sync is asked to do.
public struct SyncRequest: Sendable {
    /// Only the connections this group uses; each run still serves all of its groups.
    public var group: String?
    public var provider: String?
    /// Leave a stored checkpoint aside and list from the first page.
    public var full = false
    /// Work on a copy of the store, and say what would change.
    public var dryRun = false
    public var acceptShrink = false

    public init(group: String? = nil, provider: String? = nil) {
        self.group = group
        self.provider = provider
    }
}

/// What became of one connection in a sync.
public struct SyncResult: Sendable {
    public let connection: ConfiguredConnection
    let id: ConnectionID
    public let report: CatalogReport
}

extension HostRuntime {
    /// Runs the catalog of every connection concerned, one after the other; the failure of one keeps no other from running.
    ///
    /// - Parameter progress: called with the connection at work and how far it is.
    public func syncCatalog(
        _ request: SyncRequest, progress: @escaping @Sendable (ConfiguredConnection, CatalogProgress) -> Void
    ) async throws(StoreError) -> [SyncResult] {
        var results: [SyncResult] = []
        for connection in configuration.connections(
            of: registry, group: request.group, provider: request.provider)
        {
            guard let provider = connection.provider as? any CatalogProvider, !Task.isCancelled else {
                continue
            }
            let report: CatalogReport
            if request.dryRun {
                report = try await rehearse(connection, provider, request, progress)
            } else {
                report = try await run(connection, provider, request, in: store, progress)
            }
            results.append(
                SyncResult(connection: connection, id: try await id(of: connection), report: report))
        }
        return results
    }

    /// Runs on a copy of the store, which is removed afterwards: nothing of the run stays.
    private func rehearse(
        _ connection: ConfiguredConnection, _ provider: any CatalogProvider, _ request: SyncRequest,
        _ progress: @escaping @Sendable (ConfiguredConnection, CatalogProgress) -> Void
    ) async throws(StoreError) -> CatalogReport {
        let files = FileManager.default
        let directory = store.directory.appending(path: "rehearsal-\(outside.randomText())")
        do {
            try files.createDirectory(at: directory, withIntermediateDirectories: false)
        } catch {
            throw .unusable(
                "\(directory.path): cannot be created; check the rights of \(store.directory.path)")
        }
        defer { try? files.removeItem(at: directory) }
        let copy = try store.copy(to: directory)
        return try await run(connection, provider, request, in: copy, progress)
    }

    private func run(
        _ connection: ConfiguredConnection, _ provider: any CatalogProvider, _ request: SyncRequest,
        in store: Store,
        _ progress: @escaping @Sendable (ConfiguredConnection, CatalogProgress) -> Void
    ) async throws(StoreError) -> CatalogReport {
        let id = try await id(of: connection)
        let lease = try await lease(id, in: store) { progress(connection, .waiting) }
        var rules: [Deployment.ID: ArchiveRule] = [:]
        for stored in try await store.deployments() {
            let configured = connection.deployments.first {
                $0.group == stored.group && $0.provider == stored.provider
            }
            if let configured { rules[stored.id] = configured.rule }
        }
        let line = outside.line(to: connection)
        let run = CatalogRun(
            provider: provider, connection: Connection(settings: connection.settings, client: line.client),
            connectionID: id, rules: rules, groups: connection.deployments.map(\.group), store: store,
            clock: outside.clock, now: outside.now, traffic: line.traffic,
            progress: { progress(connection, $0) })
        let report = try await run.run(shrink: request.acceptShrink ? .accept : .hold, full: request.full)
        lease.release()
        return report
    }

    /// Waits until no other process, and no other task of this one, works on the connection.
    private func lease(
        _ connection: ConnectionID, in store: Store, waiting: @Sendable () -> Void
    ) async throws(StoreError) -> Lease {
        var told = false
        while true {
            if let lease = try Lease.take(connection.name, in: store.directory) { return lease }
            if !told { waiting() }
            told = true
            if Task.isCancelled {
                throw .busy("\(connection.name): interrupted while another process was at work")
            }
            try? await outside.clock.sleep(for: .milliseconds(100))
        }
    }
}
