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
    public internal(set) var report: CatalogReport
}

extension HostRuntime {
    /// Runs the catalog of every connection concerned, one after the other; the failure of one keeps no other from
    /// running, the store's failures included.
    ///
    /// - Parameter progress: called with the connection at work and how far it is.
    /// - Throws: ``StoreError`` where the store does not even know the connections.
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
            let id = try await id(of: connection)
            results.append(
                SyncResult(
                    connection: connection, id: id,
                    report: await report(on: connection, id, provider, request, progress)))
        }
        return results
    }

    private func report(
        on connection: ConfiguredConnection, _ id: ConnectionID, _ provider: any CatalogProvider,
        _ request: SyncRequest,
        _ progress: @escaping @Sendable (ConfiguredConnection, CatalogProgress) -> Void
    ) async -> CatalogReport {
        do throws(StoreError) {
            return try await run(connection, id, provider, request, progress)
        } catch {
            var report = CatalogReport(unrecorded: error, at: outside.now())
            if Task.isCancelled { report.outcome = .interrupted }
            return report
        }
    }

    private func run(
        _ connection: ConfiguredConnection, _ id: ConnectionID, _ provider: any CatalogProvider,
        _ request: SyncRequest,
        _ progress: @escaping @Sendable (ConfiguredConnection, CatalogProgress) -> Void
    ) async throws(StoreError) -> CatalogReport {
        let lease = try await lease(id.name) { progress(connection, .waiting) }
        let line = outside.line(to: connection)
        let run = CatalogRun(
            provider: provider, connection: Connection(settings: connection.settings, client: line.client),
            connectionID: id, groups: connection.deployments.map(\.group), store: store,
            clock: outside.clock, now: outside.now, line: line,
            progress: { progress(connection, $0) })
        let report = try await run.run(shrink: request.acceptShrink ? .accept : .hold, full: request.full)
        lease.release()
        return report
    }

    /// Waits until no other process, and no other task of this one, has the lease.
    func lease(_ name: String, waiting: @Sendable () -> Void) async throws(StoreError) -> Lease {
        var told = false
        while true {
            if let lease = try Lease.take(name, in: leases) { return lease }
            if !told { waiting() }
            told = true
            if Task.isCancelled { throw .busy("\(name): interrupted while another process was at work") }
            try? await outside.clock.sleep(for: .milliseconds(100))
        }
    }
}
