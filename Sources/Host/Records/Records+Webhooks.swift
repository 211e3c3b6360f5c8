import ConnectorKit
import Foundation
import Model
package import Store
import Webhooks

extension Record {
    package static let eventKeys = [
        "id", "event", "type", "subject", "received", "outcome", "reason",
    ]

    /// An event and what became of it; `outcome` is done, set_aside or pending.
    package init(_ event: StoredEvent) {
        let values: [JSONValue] = [
            .text(String(event.id.number)), .text(event.event.id), .text(event.event.type),
            .optional(event.event.subject.id), .time(event.receivedAt), .text(event.state.name),
            .optional(event.reason),
        ]
        self.init(Array(zip(Self.eventKeys, values)))
    }

    package static let retiringKeys = [
        "externalId", "name", "provider", "retiresAt", "groups", "alternatives", "paths",
    ]

    /// Content that retires; `groups` are the ids of those that use it, `alternatives` the external ids of
    /// what the provider suggests instead, null if it was not asked yet, `paths` the names of the paths it is in.
    package init(_ content: RetiringContent) {
        let alternatives = content.alternatives.map { JSONValue.texts($0.map(\.externalID)) }
        let values: [JSONValue] = [
            .text(content.externalID), .text(content.name), .text(content.provider), .time(content.retiresAt),
            .texts(content.groups), alternatives ?? .null, .texts(content.paths),
        ]
        self.init(Array(zip(Self.retiringKeys, values)))
    }
}
