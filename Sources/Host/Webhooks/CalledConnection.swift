import ConnectorKit
import Model
import Store

/// A connection whose provider calls back.
struct CalledConnection: Sendable {
    let configured: ConfiguredConnection
    let provider: any WebhookProvider
    let id: ConnectionID
    /// The provider and the groups it serves, for messages.
    let name: String
    let secrets: WebhookSecrets

    /// The path that its provider calls, after the host's own address.
    var path: String { "/webhooks/\(provider.descriptor.id)/\(id.name)" }
}

extension HostRuntime {
    /// The connections that are switched on and whose provider calls back.
    func calledConnections() async throws(StoreError) -> [CalledConnection] {
        let salt = try await store.salt { outside.randomText() }
        var called: [CalledConnection] = []
        for connection in configuration.connections(of: registry) {
            guard let one = try await self.called(connection, salt: salt) else { continue }
            called.append(one)
        }
        return called
    }

    /// A connection as its provider calls it; nil where it never does.
    func called(_ connection: ConfiguredConnection, salt: String) async throws(StoreError)
        -> CalledConnection?
    {
        guard let provider = connection.provider as? any WebhookProvider else { return nil }
        let id = try await id(of: connection)
        let groups = connection.deployments.map { configuration.group($0.group)?.name ?? $0.group }
        return CalledConnection(
            configured: connection, provider: provider, id: id,
            name: "\(provider.descriptor.id) for \(groups.joined(separator: ", "))",
            secrets: WebhookSecrets(
                connection.settings, provider: provider.descriptor.id, connection: id, salt: salt))
    }
}
