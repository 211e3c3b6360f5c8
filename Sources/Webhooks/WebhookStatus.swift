package import ConfigurationFiles
import Model
import ConnectorKit
import Runtime
package import Store

/// How the webhook of a connection stands, for those who look after the host.
package struct WebhookStatus: Sendable {
    /// What the provider calls; nil if nothing is registered.
    package let url: String?
    /// Why the last look at the registration failed, if it did.
    package let error: String?
    package let backlog: EventBacklog
    let deployments: [DeploymentConfiguration]

    package func serves(_ deployment: DeploymentConfiguration) -> Bool { deployments.contains(deployment) }
}

extension WebhookService {
    /// The webhooks of the connections whose providers call back.
    package func statuses() async throws(StoreError) -> [WebhookStatus] {
        let backlog = try await context.store.eventBacklog()
        let webhooks = try await context.store.webhooks()
        return try await connections().map { called in
            WebhookStatus(
                url: webhooks[called.id]?.url, error: webhooks[called.id]?.error,
                backlog: backlog[called.id] ?? EventBacklog(), deployments: called.configured.deployments)
        }
    }
}
