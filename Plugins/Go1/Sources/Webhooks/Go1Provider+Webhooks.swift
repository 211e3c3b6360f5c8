import ConnectorKit

/// Webhooks go through the gateway, whatever `api_version` says (rule P10).
extension Go1Provider: WebhookProvider {
    /// Rule G13.
    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        WebhookSignature("Go1-Signature", of: headers)
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent { try ProviderEvent(go1: body) }

    /// Repairs the first registration of the address. Further ones would repeat each call, so they are
    /// switched off (our decision).
    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    {
        let found = try await registrations(url, connection)
        guard let first = found.first(where: { $0.isCurrent(for: secret) }) ?? found.first else {
            try await create(url, secret, connection)
            return true
        }
        var isChanged = false
        if !first.isCurrent(for: secret) {
            let change = RegistrationChange(
                secret_key: secret.reveal(),
                event_types: first.eventTypes.union(Registration.wanted).sorted(), status: "active")
            try await update(first, change, secret, connection)
            isChanged = true
        }
        for other in found where other.id != first.id && other.isActive {
            try await update(other, RegistrationChange(status: "inactive"), nil, connection)
            isChanged = true
        }
        return isChanged
    }

    /// The published description has no way to delete a webhook, so it becomes inactive.
    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {
        for registration in try await registrations(url, connection) where registration.isActive {
            try await update(registration, RegistrationChange(status: "inactive"), nil, connection)
        }
    }

    private func registrations(
        _ url: String, _ connection: Connection
    ) async throws(Failure) -> [Registration] {
        let address = Service(connection.settings).gateway + "/webhooks"
        let endpoint = Endpoint(.get, address, scopes: ["webhook.read"])
        let answer = try await endpoint.answer(connection)
        try endpoint.requireSuccess(answer, "the list of webhooks")
        return try ListAnswer(go1: answer, paths: Registration.paths).documents().compactMap {
            Registration($0)
        }
        .filter { $0.url == url }
    }

    private func create(_ url: String, _ secret: Secret, _ connection: Connection) async throws(Failure) {
        let change = RegistrationChange(
            name: "Tributary", url: url, secret_key: secret.reveal(),
            event_types: Registration.wanted.sorted())
        let endpoint = Endpoint(
            .post, Service(connection.settings).gateway + "/webhooks", body: try change.body(),
            scopes: ["webhook.write"])
        let answer = try await endpoint.answer(connection, hiding: secret)
        try endpoint.requireSuccess(answer, "a new webhook")
    }

    private func update(
        _ registration: Registration, _ change: RegistrationChange, _ secret: Secret?,
        _ connection: Connection
    ) async throws(Failure) {
        let address = Service(connection.settings).gateway + "/webhooks/" + URLQuery.encoded(registration.id)
        let endpoint = Endpoint(.patch, address, body: try change.body(), scopes: ["webhook.write"])
        let answer = try await endpoint.answer(connection, hiding: secret)
        try endpoint.requireSuccess(answer, "the changed webhook")
    }
}
