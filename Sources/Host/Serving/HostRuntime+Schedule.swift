import ConfigurationFiles
import ConnectorKit
import Foundation
package import Model
import Runtime
package import Store

extension HostRuntime {
    /// What is asked for by the configuration and what was done: nothing is scheduled in the test environment
    /// (rules E1 and E6).
    package func timetable() async throws(StoreError) -> Timetable {
        let zone = configuration.host.timezone
        guard configuration.host.environment == .production else { return Timetable(in: zone) }
        let histories = try await store.scheduleHistory()
        let stored = try await store.deployments()
        let configured = context.connections()
        var connections: [ScheduledConnection] = []
        for (connection, id) in zip(configured, try await context.ids(of: configured)) {
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
