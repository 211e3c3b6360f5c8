import Model
import ConnectorKit
import Store

/// Receives the calls of providers: checks them, keeps their events, and only then acknowledges.
package struct WebhookReceiver: Sendable {
    /// The most a body may hold, in bytes (rule L3).
    package static let longestBody = 1 << 20

    package let counters: WebhookCounters
    /// By provider and name of the connection.
    private let endpoints: [String: WebhookEndpoint]

    init(_ endpoints: [WebhookEndpoint], counters: WebhookCounters) {
        self.counters = counters
        self.endpoints = Dictionary(
            endpoints.map { ("\($0.provider.descriptor.id)/\($0.connection.name)", $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Receives calls for a connection; nil, and counted, if there is no such connection.
    ///
    /// - Parameter connection: its name as runs show it, such as `connection-1`.
    package func endpoint(provider: String, connection: String) -> WebhookEndpoint? {
        let endpoint = endpoints["\(provider)/\(connection)"]
        if endpoint == nil { counters.refused(.unknownConnection) }
        return endpoint
    }
}
