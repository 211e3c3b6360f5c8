package import ConfigurationFiles
import ConnectorKit
package import Foundation
package import Model
package import Push
package import Store
import Runtime
import Sync
package import Webhooks

/// How a deployment stands: its courses, its last runs, and what is due next.
package struct DeploymentStatus: Sendable {
    package let group: GroupConfiguration
    package let deployment: DeploymentConfiguration
    /// Nil before the first sync.
    package let count: CourseCount?
    /// The last run of its catalog.
    package let last: Run?
    /// Nil for a provider without statistics.
    package let statistics: Statistics?
    /// Nil if the provider does not call back.
    package let webhook: WebhookStatus?
    /// Nil if the provider takes no pushes.
    package let push: PushStatus?
    package let next: (work: ScheduledWork, time: Date)?

    /// Why the last runs did not end as they should; empty if the provider is switched off, since nobody is
    /// to look after it then.
    package var errors: [String] {
        deployment.enabled ? [last?.error, statistics?.last?.error].compactMap(\.self) : []
    }

    package struct Statistics: Sendable {
        package let count: StatisticsCount?
        package let last: Run?
    }
}

extension HostRuntime {
    /// The newest run of each kind over each connection that is configured and switched on, and of what concerns
    /// no connection (rule E7). What an abandoned connection came to last is no state of anything.
    package func presentRuns() async throws(StoreError) -> [Run] {
        let present = Set(try await context.ids(of: context.connections())).union([.every])
        return try await store.newestRuns().filter { present.contains($0.connection) }
    }

    /// The events that wait, for the connections that groups use.
    package func eventBacklog(of groups: [GroupConfiguration]) async throws(StoreError)
        -> [ConnectionID: EventBacklog]
    {
        let covered = groups.flatMap(\.deployments).map { [$0.group, $0.provider] }
        let used = Set(
            try await store.deployments().filter { covered.contains([$0.group, $0.provider]) }.map(
                \.connection))
        return try await store.eventBacklog().filter { used.contains($0.key) }
    }

    /// How every deployment stands, in the order of the files.
    package func status() async throws(StoreError) -> [DeploymentStatus] {
        let counts = try await store.courseCounts()
        let runs = try await store.newestRuns()
        let statistics = try await store.statisticsCounts()
        let timetable = try await timetable()
        let webhook = try await webhooks.statuses()
        let pushes = try await push.statuses()
        let now = now
        let deployed = try await store.deployments()
        return configuration.groups.flatMap { group in
            group.deployments.map { deployment in
                let provider = deployment.provider
                let scheduled = timetable.connections.first {
                    $0.provider == provider && $0.groups.contains(group.id)
                }
                let connection = deployed.first { $0.group == group.id && $0.provider == provider }?
                    .connection
                func last(_ kind: RunKind) -> Run? {
                    runs.first {
                        $0.kind == kind.rawValue && $0.groups.contains(group.id)
                            && $0.connection == connection
                    }
                }
                let counted = statistics.first { $0.group == group.id && $0.provider == provider }
                return DeploymentStatus(
                    group: group, deployment: deployment,
                    count: counts.first { $0.group == group.id && $0.provider == provider },
                    last: last(.catalog),
                    statistics: registry[provider] is any StatsProvider
                        ? DeploymentStatus.Statistics(count: counted, last: last(.stats)) : nil,
                    webhook: webhook.first { $0.serves(deployment) },
                    push: pushes.first { $0.group == group.id && $0.provider == provider },
                    next: scheduled.flatMap { timetable.next($0, after: now) })
            }
        }
    }
}
