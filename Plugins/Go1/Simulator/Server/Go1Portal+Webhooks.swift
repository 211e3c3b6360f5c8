import SimulatorSupport
import ConnectorKit
import Foundation
import Synchronization

extension Go1Portal {
    /// `GET /webhooks`: all webhooks, since no paging is documented.
    func webhookList(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "GET /webhooks")
        let all = webhooks
        return .json(200, ["total": .integer(all.count), "hits": .list(all.map(\.value))])
    }

    /// `POST /webhooks`.
    func createWebhook(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "POST /webhooks")
        let body = try WebhookBody(request, types: ["application/json"])
        guard let url = try body.url() else { throw .invalid("url is missing") }
        guard let types = try body.eventTypes() else { throw .invalid("event_types is missing") }
        let now = milliseconds()
        var webhook = Webhook(
            id: book.withLock { $0.nextID() }, url: url, eventTypes: types, created: now, updated: now)
        try body.apply(to: &webhook)
        book.withLock { [webhook] in $0.keep(webhook) }
        return .json(201, webhook.value)
    }

    /// `PATCH /webhooks/{id}`.
    func updateWebhook(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "PATCH /webhooks/{id}")
        guard var webhook = webhooks.first(where: { $0.id == id }) else {
            throw .notFound("there is no webhook \"\(id)\"")
        }
        try WebhookBody(
            request, more: ["status"], types: ["application/json", "application/merge-patch+json"]
        ).apply(to: &webhook)
        webhook.updated = milliseconds()
        book.withLock { [webhook] in $0.keep(webhook) }
        return .json(200, webhook.value)
    }

    func milliseconds() -> Int64 { Int64((now().timeIntervalSince1970 * 1_000).rounded()) }
}

// MARK: - Controls

extension Go1Portal {
    /// The registered webhooks.
    package var webhooks: [Webhook] { book.withLock(\.all) }

    /// Changes a webhook, like an admin; does nothing if there is none with this id.
    package func updateWebhook(_ id: String, _ change: @Sendable (inout Webhook) -> Void) {
        book.withLock { book in
            guard var webhook = book.all.first(where: { $0.id == id }) else { return }
            change(&webhook)
            book.keep(webhook)
        }
    }

    /// Removes a webhook, like an admin.
    package func removeWebhook(_ id: String) { book.withLock { $0.remove(id) } }
}
