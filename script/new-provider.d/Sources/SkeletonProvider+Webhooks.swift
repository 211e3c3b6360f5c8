//? webhooks
import ConnectorKit

extension SkeletonProvider: WebhookProvider {
    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        WebhookSignature("Skeleton-Signature", of: headers)
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent {
        let paths = JSONPaths(["id", "type", "item", "enrolment", "sent"])
        do {
            let input = FieldInput(try SourceDocument(json: body[...], paths: paths), paths)
            let (id, type) = (try input["id"].requiredID(), try input["type"].requiredText())
            let item = try input["item"].requiredID()
            //? stats
            guard type.hasPrefix("enrolment.") else {
                return ProviderEvent(id: id, type: type, subject: .content(id: item))
            }
            let hint = EnrolmentHint(
                id: try input["enrolment"].requiredID(), contentID: item,
                changedAt: try input["sent"].time())
            return ProviderEvent(id: id, type: type, subject: .enrolment(hint))
            //? else
            return ProviderEvent(id: id, type: type, subject: .content(id: item))
            //? end
        } catch let fault as JSONFault {
            throw .contract("the event cannot be read: \(fault.message)")
        } catch {
            throw .contract("the event cannot be read: \(error)")
        }
    }

    /// What is registered for the address with another secret is replaced.
    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    {
        let service = try Service(connection)
        let known = try await webhooks(of: url, service)
        if known.count == 1, known[0].secret == secret { return false }
        for webhook in known { try await delete(webhook, service) }
        let answer = try await service.send(
            .post, "webhooks", .members(["url": .text(url), "secret": .text(secret.reveal())]),
            hiding: secret)
        try answer.requireSuccess("a new webhook", permission: "an account that may change webhooks")
        return true
    }

    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {
        let service = try Service(connection)
        for webhook in try await webhooks(of: url, service) { try await delete(webhook, service) }
    }

    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        var page = CatalogPage(items: [], rows: 0, next: nil, total: nil, isLast: true, scope: .changes)
        for list in try await Self.rows("items", ids, CourseTable.paths, CourseTable.version, connection) {
            let found = list.catalogPage(next: nil)
            page.items += found.items
            page.refused += found.refused
            page.rows += found.rows
        }
        let found = Set(page.items.map(\.id))
        page.deleted = ids.filter { !found.contains($0) }
        return page
    }
    //? stats

    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        var enrolments: [Enrolment] = []
        //? by-content
        for (item, hints) in Dictionary(grouping: hints, by: \.contentID) {
            // Events name the item; without one there is nothing to ask for.
            guard let item else { continue }
            let lists = try await Self.rows(
                "enrolments", in: item, hints.map(\.id), EnrolmentRow.paths, 0, connection)
            for list in lists {
                for row in try list.rows(connection.settings) {
                    enrolments.append(try EnrolmentRow.enrolment(row))
                }
            }
        }
        //? else
        for list in try await Self.rows("enrolments", hints.map(\.id), EnrolmentRow.paths, 0, connection) {
            for row in try list.rows(connection.settings) {
                enrolments.append(try EnrolmentRow.enrolment(row))
            }
        }
        //? end
        return enrolments
    }
    //? end

    /// The rows with these ids that there are.
    private static func rows(
        _ list: String,
        //? by-content
        in item: String? = nil,
        //? end
        _ ids: [String], _ paths: JSONPaths, _ version: Int, _ connection: Connection
    ) async throws(Failure) -> [ListAnswer] {
        let service = try Service(connection)
        var found: [ListAnswer] = []
        for start in stride(from: 0, to: ids.count, by: Service.largestPage) {
            let part = Array(ids[start..<min(start + Service.largestPage, ids.count)])
            //? by-content
            let page = try await service.page(of: list, in: item, ids: part, paths: paths, version: version)
            //? else
            let page = try await service.page(of: list, ids: part, paths: paths, version: version)
            //? end
            if let page { found.append(page) }
        }
        return found
    }

    // MARK: - Registrations

    private func webhooks(of url: String, _ service: Service) async throws(Failure) -> [Webhook] {
        let answer = try await service.send(.get, "webhooks")
        try answer.requireSuccess("the webhooks", permission: "an account that may change webhooks")
        let list = try ListAnswer(answer, elementsOf: "webhooks", paths: Webhook.paths)
        return try list.rows(Settings(texts: [:])).map { row throws(Failure) in try Webhook(row) }
            .filter { $0.url == url }
    }

    private func delete(_ webhook: Webhook, _ service: Service) async throws(Failure) {
        let answer = try await service.send(.delete, "webhooks/\(URLQuery.encoded(webhook.id))")
        if answer.response.status == 404 { return }
        try answer.requireSuccess(
            "the end of a webhook", permission: "an account that may change webhooks")
    }
}

/// A webhook as the service lists it.
private struct Webhook {
    static let paths = JSONPaths(["id", "url", "secret"])

    let id: String
    let url: String
    let secret: Secret

    init(_ row: FieldInput) throws(Failure) {
        id = try row["id"].requiredID()
        url = try row["url"].requiredText()
        secret = Secret(try row["secret"].requiredText())
    }
}
//? end
