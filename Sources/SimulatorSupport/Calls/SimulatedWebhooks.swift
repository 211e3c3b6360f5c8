package import ConnectorKit
import Foundation
import Synchronization

/// The addresses that a simulated service calls when something changes. Calls are signed as ``CallSignature`` says.
package final class SimulatedWebhooks: Sendable {
    /// The name of the header with the signature.
    private let header: String
    private let state = Mutex((webhooks: [Webhook](), registered: 0))

    private struct Webhook {
        let id: String
        let url: String
        let secret: String

        var value: JSONValue { ["id": .text(id), "url": .text(url), "secret": .text(secret)] }
    }

    package init(signature header: String) { self.header = header }

    /// Answers with what is registered.
    @Sendable
    package func list(_ request: SimulatedRequest) -> SimulatedAnswer {
        SimulatedAnswer(["webhooks": .list(state.withLock { $0.webhooks.map(\.value) })])
    }

    /// Registers an address and a secret.
    ///
    /// - Throws: ``SimulatedRefusal`` 400 for anything else.
    @Sendable
    package func register(_ request: SimulatedRequest) throws(SimulatedRefusal) -> SimulatedAnswer {
        guard request.headers["content-type"] == "application/json",
            let body = try? JSONValue(request.body), let url = body["url"]?.text,
            URL(string: url)?.host() != nil, let secret = body["secret"]?.text, secret.count >= 16,
            body.object?.members.count == 2
        else {
            throw SimulatedRefusal(400, "url and a secret of 16 characters or more are expected, as JSON")
        }
        let webhook = state.withLock { state in
            state.registered += 1
            let webhook = Webhook(id: "w-\(state.registered)", url: url, secret: secret)
            state.webhooks.append(webhook)
            return webhook
        }
        return SimulatedAnswer(webhook.value, status: 201)
    }

    /// Ends the registration that the last component of the path names.
    ///
    /// - Throws: ``SimulatedRefusal`` 404 if there is none.
    @Sendable
    package func delete(_ request: SimulatedRequest) throws(SimulatedRefusal) -> SimulatedAnswer {
        let id = request.path.split(separator: "/").last.map(String.init) ?? ""
        let isKnown = state.withLock { state in
            let count = state.webhooks.count
            state.webhooks.removeAll { $0.id == id }
            return state.webhooks.count < count
        }
        guard isKnown else { throw SimulatedRefusal(404, "there is no webhook \(id)") }
        return SimulatedAnswer(status: 204)
    }

    /// Calls all addresses with an event.
    ///
    /// - Parameters:
    ///   - type: What happened.
    ///   - number: The number of the event.
    ///   - members: What it happened to. `id`, `type` and `sent` are added.
    package func call(_ type: String, _ number: Int, _ members: [String: JSONValue]) async {
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
                webhook.url, ["Content-Type": "application/json", header: signature], body)
        }
    }
}
