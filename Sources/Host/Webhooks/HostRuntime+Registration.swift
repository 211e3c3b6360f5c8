import ConnectorKit
import Foundation
import Model
package import Store

/// What became of a webhook's registration.
package struct RegistrationReport: Sendable, Equatable {
    /// The provider and the groups it serves.
    package let connection: String
    /// What the provider calls from now on; nil where it calls nothing.
    package let url: String?
    /// Why it could not be looked after; it is tried again with the next statistics run.
    package let error: String?
}

extension HostRuntime {
    /// Makes providers call back: registers what is not registered, repairs what was removed or changed
    /// there, and renews secrets that are due. Without `http.public_url` what was registered is withdrawn;
    /// the test environment touches nothing (contract section 12).
    package func registerWebhooks() async throws(StoreError) -> [RegistrationReport] {
        var reports: [RegistrationReport] = []
        for connection in configuration.connections(of: registry) where !Task.isCancelled {
            if let report = try await registerWebhook(of: connection) { reports.append(report) }
        }
        return reports
    }

    /// Does so for one connection.
    ///
    /// - Returns: nil where there was nothing to look after.
    func registerWebhook(of connection: ConfiguredConnection) async throws(StoreError)
        -> RegistrationReport?
    {
        guard configuration.host.environment == .production, !isRehearsal else { return nil }
        let salt = try await store.salt { outside.randomText() }
        guard let called = try await called(connection, salt: salt) else { return nil }
        let lease = try await lease("\(called.id.name)-webhook") {}
        let report = try await register(called)
        lease.release()
        return report
    }

    private func register(_ called: CalledConnection) async throws(StoreError) -> RegistrationReport? {
        let url = configuration.host.publicURL.map { $0 + called.path }
        let stored = try await store.webhook(of: called.id)
        guard url != nil || stored?.url != nil else { return nil }
        // Of connections that were given other settings since; this one's credentials are those there are.
        let abandoned = try await store.abandonedWebhooks(of: called.provider.descriptor.id)
        let line = outside.line(to: called.configured)
        defer { line.cut() }
        var webhook = stored ?? WebhookRegistration(madeAt: outside.now())
        if webhook.isOutworn(at: outside.now()) { webhook = webhook.rotated(at: outside.now()) }
        // Before the provider hears of a secret, calls signed with it have to be right.
        try await store.setWebhook(webhook, of: called.id)
        let secret = called.secrets.secret(webhook.generation)
        do throws(Failure) {
            let connection = Connection(settings: called.configured.settings, client: line.client)
            try await line.answer(to: "looking after the webhook") { () async throws(Failure) in
                if let url {
                    _ = try await called.provider.registerWebhook(url, secret: secret, of: connection)
                }
                if let former = stored?.url, former != url {
                    try await called.provider.withdrawWebhook(former, of: connection)
                }
                for former in abandoned where former.url != url {
                    try await called.provider.withdrawWebhook(former.url, of: connection)
                }
            }
            if webhook.confirmed != webhook.generation {
                webhook.confirmed = webhook.generation
                webhook.confirmedAt = outside.now()
            }
            webhook.url = url
            webhook.error = nil
        } catch {
            let reason = line.hidingSecrets(error.message).replacing(secret.reveal(), with: "\(secret)")
            webhook.error = reason.clipped
        }
        webhook.checkedAt = outside.now()
        try await store.setWebhook(webhook, of: called.id)
        if webhook.error == nil { try await store.forgetWebhooks(of: abandoned.map(\.connection)) }
        return RegistrationReport(connection: called.name, url: webhook.url, error: webhook.error)
    }
}

extension RegistrationReport: CustomStringConvertible {
    package var description: String {
        if let error {
            return
                "\(connection): the webhook could not be looked after: \(error); it is tried again with the next statistics run"
        }
        return url.map { "\(connection): calls \($0)" } ?? "\(connection): calls no more"
    }
}
