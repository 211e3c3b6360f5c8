import SimulatorSupport
import ConnectorKit

/// A webhook that an app of the portal registered.
package struct Webhook: Sendable, Equatable {
    package let id: String
    package var name: String?
    package var url: String
    /// Signs the calls. Without a secret they have no signature (rules G12 and G13).
    package var secret: String?
    package var eventTypes: [String]
    package var status = Status.active
    package var integrationSystem: String?
    var oauth2: [String: String]?
    let created: Int64
    var updated: Int64

    package enum Status: String, Sendable, CaseIterable { case active, inactive }

    /// The events of the published description of 2025-01-01.
    package static let eventTypes = [
        "enrollment.complete", "enrollment.create", "enrollment.delete", "content.decommission",
        "content.decommission.pending", "content.add", "content.remove", "content.library.sync.request",
        "content.library.add", "content.library.remove", "content.library.update",
        "content.library.decommission",
    ]

    /// The webhook as the service returns it, including its secret.
    var value: JSONValue {
        .members([
            "id": .text(id), "portal_id": "11905591", "name": name.map(JSONValue.text), "url": .text(url),
            "secret_key": secret.map(JSONValue.text), "event_types": .texts(eventTypes),
            "status": .text(status.rawValue), "created_by": "19491473",
            "created_time": .text(WireTime.zulu.text(created)), "updated_by": "19491473",
            "updated_time": .text(WireTime.zulu.text(updated)), "auth_type": oauth2 == nil ? nil : "oauth2",
            "oauth2": oauth2.map { fields in
                .object(fields.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
            },
            "integration_system_id": integrationSystem.map(JSONValue.text),
        ])
    }
}
