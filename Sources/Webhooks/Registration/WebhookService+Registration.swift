package import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Runtime
package import Store

/// What became of a webhook's registration.
package struct RegistrationReport: Sendable, Equatable {
    /// The provider and the groups it serves.
    package let connection: String
    /// What the provider calls from now on; nil if it calls nothing.
    package let url: String?
    /// Why it could not be looked after; it is tried again with the next statistics run.
    package let error: String?
}

extension WebhookService {
    /// Makes providers call back: registers what is not registered, repairs what was removed or changed
    /// there, and renews secrets that are due. Without `http.public_url` what was registered is withdrawn;
    /// the test environment touches nothing (rule E3).
    package func register() async throws(StoreError) -> [RegistrationReport] {
        var reports: [RegistrationReport] = []
        for connection in context.connections() where !Task.isCancelled {
            if let report = try await register(connection) { reports.append(report) }
        }
        return reports
    }

    /// Does so for one connection.
    ///
    /// - Returns: nil if there was nothing to register, repair or withdraw.
    package func register(_ connection: ConfiguredConnection) async throws(StoreError)
        -> RegistrationReport?
    {
        guard context.isProduction, !context.isRehearsal, let called = try await called(connection) else {
            return nil
        }
        let lease = try await context.lease(called.id.lease(.webhook)) {}
        let report = try await register(called)
        lease.release()
        return report
    }

    private func register(_ called: CalledConnection) async throws(StoreError) -> RegistrationReport? {
        let url = context.configuration.host.publicURL.map { $0 + called.path }
        let stored = try await context.store.webhook(of: called.id)
        guard url != nil || stored?.url != nil else { return nil }
        // Of connections that were given other settings since; this one's credentials are those there are.
        let abandoned = try await context.store.abandonedWebhooks(of: called.provider.descriptor.id)
        let session = context.environment.session(to: called.configured)
        defer { session.close() }
        var webhook = stored ?? WebhookRegistration(madeAt: context.now)
        if webhook.isOutworn(at: context.now) { webhook = webhook.rotated(at: context.now) }
        // Before the provider hears of a secret, calls signed with it have to be right.
        try await context.store.setWebhook(webhook, of: called.id)
        let secret = called.secrets.secret(webhook.generation)
        do throws(Failure) {
            let connection = session.connection(called.configured.settings)
            try await session.answer(to: "looking after the webhook") { () async throws(Failure) in
                if let url {
                    _ = try await called.provider.registerWebhook(url, secret: secret, of: connection)
                }
                if let former = stored?.url, former != url {
                    try await called.provider.unregisterWebhook(former, of: connection)
                }
                for former in abandoned where former.url != url {
                    try await called.provider.unregisterWebhook(former.url, of: connection)
                }
            }
            if webhook.confirmed != webhook.generation {
                webhook.confirmed = webhook.generation
                webhook.confirmedAt = context.now
            }
            webhook.url = url
            webhook.error = nil
        } catch {
            let reason = session.hidingSecrets(error.message).replacing(secret.reveal(), with: "\(secret)")
            webhook.error = reason.clipped
        }
        webhook.checkedAt = context.now
        try await context.store.setWebhook(webhook, of: called.id)
        if webhook.error == nil { try await context.store.forgetWebhooks(of: abandoned.map(\.connection)) }
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
