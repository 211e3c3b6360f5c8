import SimulatorSupport
import ConnectorKit

/// An event of the portal for its webhooks. It only names its object, whose data must be read separately
/// (rules W8 and W12).
struct WebhookEvent: Sendable {
    let id: String
    let type: String
    let data: JSONValue

    /// Returns the body of a call, in the envelope of webhook version 3.
    func body(to webhook: Webhook, attempt: Int, sent: Int64) -> [UInt8] {
        let body: JSONValue = [
            "id": .text(id), "event_type": .text(type), "webhook_version": "3.0.0",
            "sent": .text(WireTime.zulu.text(sent)), "attempt_number": .integer(attempt),
            "url": .text(webhook.url), "webhook_id": .text(webhook.id), "data": data,
        ]
        return body.bytes()
    }
}
