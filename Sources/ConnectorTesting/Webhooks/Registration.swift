import ConnectorKit

extension ConformanceCase {
    static let registration = ConformanceCase(
        "registration", of: nil,
        guarantee: "A webhook is registered once, left alone while it is right, and repaired when it is not.",
        method:
            "It is registered, again, after it was withdrawn, and with another secret; "
            + "each change is needed once."
    ) { trial in
        try await trial.bench { bench in
            let webhooks = try bench.webhooks()
            let url = "https://host.example/webhooks/conformance"
            let connection = bench.connection()
            let secrets = ["a", "b"].map { Secret(String(repeating: $0, count: 64)) }
            func register(_ secret: Secret, _ changes: Bool, _ when: String) async throws {
                let changed = try await registered(webhooks, url, secret, connection, when)
                try require(
                    changed == changes,
                    "\(when) registering \(changed ? "changed something" : "changed nothing"); "
                        + "\(changes ? "a change" : "none") would be right")
            }
            try await register(secrets[0], true, "at first")
            try await register(secrets[0], false, "the second time")
            try await register(secrets[1], true, "with another secret")
            try await register(secrets[1], false, "once the secret was changed")
            do throws(Failure) {
                try await webhooks.unregisterWebhook(url, of: connection)
                try await webhooks.unregisterWebhook(url, of: connection)
            } catch {
                throw Violation("the webhook could not be withdrawn, or not twice: \(error)")
            }
            try await register(secrets[1], true, "after it was withdrawn")
            try await register(secrets[1], false, "once it was repaired")
            return "6 registrations"
        }
    }
}

extension Bench {
    /// - Throws: ``Skip`` if the provider does not call back.
    func webhooks() throws -> any WebhookProvider {
        guard let webhooks = provider as? any WebhookProvider else {
            throw Skip("the provider does not call back")
        }
        return webhooks
    }
}

private func registered(
    _ webhooks: any WebhookProvider, _ url: String, _ secret: Secret, _ connection: Connection, _ when: String
) async throws -> Bool {
    do throws(Failure) {
        return try await webhooks.registerWebhook(url, secret: secret, of: connection)
    } catch {
        throw Violation("\(when) the webhook could not be registered: \(error)")
    }
}
