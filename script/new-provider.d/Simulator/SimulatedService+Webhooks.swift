//? webhooks
import ConnectorKit
import Foundation
import SimulatorSupport
import Synchronization

/// An address that the service calls.
struct SimulatedWebhook {
    let id: String
    let url: String
    let secret: String

    var value: JSONValue { ["id": .text(id), "url": .text(url), "secret": .text(secret)] }
}

extension SimulatedService {
    /// Lists the webhooks, or registers one.
    func webhooks(_ request: SimulatedRequest) throws(SimulatedRefusal) -> SimulatedAnswer {
        guard request.method == "POST" else {
            return SimulatedAnswer(["webhooks": .list(state.withLock { $0.webhooks.map(\.value) })])
        }
        guard request.headers["content-type"] == "application/json",
            let body = try? JSONValue(request.body), let url = body["url"]?.text,
            URL(string: url)?.host() != nil, let secret = body["secret"]?.text, secret.count >= 16,
            body.object?.members.count == 2
        else {
            throw SimulatedRefusal(400, "url and a secret of 16 characters or more are expected, as JSON")
        }
        let webhook = state.withLock { state in
            state.registered += 1
            let webhook = SimulatedWebhook(id: "w-\(state.registered)", url: url, secret: secret)
            state.webhooks.append(webhook)
            return webhook
        }
        return SimulatedAnswer(webhook.value, status: 201)
    }

    func delete(_ id: String) throws(SimulatedRefusal) -> SimulatedAnswer {
        let isKnown = state.withLock { state in
            let count = state.webhooks.count
            state.webhooks.removeAll { $0.id == id }
            return state.webhooks.count < count
        }
        guard isKnown else { throw SimulatedRefusal(404, "there is no webhook \(id)") }
        return SimulatedAnswer(status: 204)
    }

    /// Calls all webhooks.
    ///
    /// - Parameters:
    ///   - type: What happened.
    ///   - number: The number of the event.
    ///   - members: What it happened to.
    func call(_ type: String, _ number: Int, _ members: [String: JSONValue]) async {
        let now = Date()
        let event = members.merging([
            "id": .text("evt-\(Int(now.timeIntervalSince1970 * 1_000))-\(number)"), "type": .text(type),
            "sent": .time(now),
        ]) { $1 }
        let body = JSONValue.object(sorting: event).bytes()
        for webhook in state.withLock(\.webhooks) {
            let signature = CallSignature.value(
                of: body, secret: webhook.secret, seconds: Int64(now.timeIntervalSince1970))
            _ = await PlainCall.post(
                webhook.url, ["Content-Type": "application/json", "Skeleton-Signature": signature], body)
        }
    }
}
//? end
