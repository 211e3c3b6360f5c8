import ConnectorKit
public import Store

/// How the webhook of a connection stands, for those who look after the host.
public struct WebhookStatus: Sendable {
    /// What the provider calls; nil where nothing is registered.
    public let url: String?
    /// Why the last look at the registration failed, if it did.
    public let error: String?
    public let backlog: EventBacklog
    let deployments: [DeploymentConfiguration]

    public func serves(_ deployment: DeploymentConfiguration) -> Bool { deployments.contains(deployment) }
}

extension HostRuntime {
    /// The webhooks of the connections whose providers call back.
    public func webhookStatuses() async throws(StoreError) -> [WebhookStatus] {
        let backlog = try await store.eventBacklog()
        var statuses: [WebhookStatus] = []
        for called in try await calledConnections() {
            let webhook = try await store.webhook(of: called.id)
            statuses.append(
                WebhookStatus(
                    url: webhook?.url, error: webhook?.error, backlog: backlog[called.id] ?? EventBacklog(),
                    deployments: called.configured.deployments))
        }
        return statuses
    }
}
