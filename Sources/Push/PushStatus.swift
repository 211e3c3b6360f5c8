import ConfigurationFiles
import Model
import ConnectorKit
import Runtime
package import Store

/// How the pushes of one deployment stand, for those who look after the host.
package struct PushStatus: Sendable {
    package let group: String
    package let provider: String
    /// Nil if nothing waits and nothing is set aside.
    package let backlog: PushBacklog?
}

extension PushService {
    /// The pushes of each configured deployment whose provider takes them.
    package func statuses() async throws(StoreError) -> [PushStatus] {
        let backlogs = try await store.pushBacklog()
        return try await store.deployments().filter { deployment in
            context.registry[deployment.provider] is any PushProvider
                && context.configuration.deployments.contains {
                    $0.group == deployment.group && $0.provider == deployment.provider
                }
        }.map { deployment in
            PushStatus(
                group: deployment.group, provider: deployment.provider,
                backlog: backlogs.first {
                    $0.connection == deployment.connection && $0.group == deployment.group
                })
        }
    }
}
