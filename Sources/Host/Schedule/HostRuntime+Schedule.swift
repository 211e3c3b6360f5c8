import ConnectorKit
import Foundation
package import Model
package import Store

extension HostRuntime {
    /// What is asked for by the configuration and what was done: nothing is scheduled in the test environment
    /// (contract section 12).
    package func timetable() async throws(StoreError) -> Timetable {
        let zone = configuration.host.timezone
        guard configuration.host.environment == .production else { return Timetable(in: zone) }
        let histories = try await store.scheduleHistory()
        let stored = try await store.deployments()
        var connections: [ScheduledConnection] = []
        for connection in configuration.connections(of: registry) {
            let id = try await id(of: connection)
            var scheduled = connection.scheduled(as: id)
            scheduled.served = histories[id]?.served ?? [:]
            scheduled.enabled =
                stored.filter { deployment in
                    connection.deployments.contains {
                        $0.group == deployment.group && $0.provider == deployment.provider
                    }
                }.compactMap(\.enabledAt).max()
            connections.append(scheduled)
        }
        return Timetable(connections, in: zone)
    }

    /// Runs the catalog of a scheduled connection, for all of its groups.
    ///
    /// - Parameter progress: told among others where another process is at work on it, and this one waits.
    /// - Returns: how the run ended.
    package func runCatalog(
        of scheduled: ScheduledConnection, progress: @escaping @Sendable (RunProgress) -> Void
    ) async throws(StoreError) -> Run.Outcome {
        // A provider has one connection in a group.
        let request = SyncRequest(group: scheduled.groups.first, provider: scheduled.provider)
        let results = try await syncCatalog(request) { progress($1) }
        return results.first?.report.outcome ?? .interrupted
    }

    /// Reads the statistics of a scheduled connection, all or what changed.
    package func runStatistics(
        of scheduled: ScheduledConnection, _ reading: StatsReading,
        progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
    ) async throws(StoreError) -> Run.Outcome {
        var request = SyncRequest(group: scheduled.groups.first, provider: scheduled.provider)
        request.kinds = [.stats]
        request.statistics = reading
        return try await sync(request) { progress($2) }.first?.report.outcome ?? .interrupted
    }

    /// Reads all statistics of a scheduled connection, and remembers that, for the schedule after a restart.
    ///
    /// - Parameter read: reads them, under the lease, and says how that ended.
    package func readingStatistics(
        of scheduled: ScheduledConnection, _ read: () async throws -> Run.Outcome
    ) async throws -> Run.Outcome {
        let began = outside.now()
        let outcome = try await read()
        if outcome != .interrupted { try await store.recordStatistics(of: scheduled.id, at: began) }
        return outcome
    }
}

extension ConfiguredConnection {
    /// What its deployments ask for: a connection runs at every time that one of them names.
    func scheduled(as id: ConnectionID) -> ScheduledConnection {
        func times(_ times: KeyPath<DeploymentConfiguration.Schedule, [TimeOfDay]>) -> [TimeOfDay] {
            Set(deployments.flatMap { $0.schedule[keyPath: times] }).sorted()
        }
        return ScheduledConnection(
            id: id, provider: provider.descriptor.id, groups: deployments.map(\.group),
            catalog: provider is any CatalogProvider ? times(\.catalog) : nil,
            statistics: provider is any StatsProvider ? times(\.stats) : nil,
            changes: deployments.compactMap(\.schedule.changes).min())
    }
}

extension ScheduleHistory {
    fileprivate var served: [ScheduledWork: Date] {
        var served: [ScheduledWork: Date] = [:]
        served[.catalog] = catalog
        served[.statistics] = statistics
        served[.changes] = changes
        return served
    }
}
