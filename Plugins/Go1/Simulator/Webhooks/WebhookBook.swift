import SimulatorSupport
import ConnectorKit

/// The webhooks of the portal.
struct WebhookBook: Sendable {
    private(set) var all: [Webhook] = []
    private var count = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Returns an id for a new webhook.
    mutating func nextID() -> String {
        count += 1
        var draw = SeededRandom(seed: seed, count, stream: 21)
        return "whk" + String(draw.next(), radix: 36)
    }

    mutating func keep(_ webhook: Webhook) {
        if let index = all.firstIndex(where: { $0.id == webhook.id }) {
            all[index] = webhook
        } else {
            all.append(webhook)
        }
    }

    mutating func remove(_ id: String) { all.removeAll { $0.id == id } }
}
