import Model
import ConnectorKit
import Store

/// Takes the calls of providers: checks them, keeps what they say, and only then acknowledges.
package struct WebhookReceiver: Sendable {
    /// The most a body may hold, in bytes (contract section 14).
    package static let longestBody = 1 << 20

    package let counters: WebhookCounters
    /// By provider and name of the connection.
    private let entrances: [String: WebhookEntrance]

    init(_ entrances: [WebhookEntrance], counters: WebhookCounters) {
        self.counters = counters
        self.entrances = Dictionary(
            entrances.map { ("\($0.provider.descriptor.id)/\($0.connection.name)", $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Where calls for a connection come in; nil, and counted, where there is no such connection.
    ///
    /// - Parameter connection: its name as runs show it, such as `connection-1`.
    package func entrance(provider: String, connection: String) -> WebhookEntrance? {
        let entrance = entrances["\(provider)/\(connection)"]
        if entrance == nil { counters.refused(.unknownConnection) }
        return entrance
    }
}
