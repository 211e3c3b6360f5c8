package import ConfigurationFiles
import ConnectorKit
package import Model
import Store

/// A connection whose provider calls back.
package struct CalledConnection: Sendable {
    package let configured: ConfiguredConnection
    let provider: any WebhookProvider
    package let id: ConnectionID
    /// The provider and the groups it serves, for messages.
    let name: String
    let secrets: WebhookSecrets

    /// The lease under which its events are worked off.
    var eventLease: String { id.lease(.events) }

    /// The path that its provider calls, after the host's own address.
    var path: String { "/webhooks/\(provider.descriptor.id)/\(id.name)" }
}
