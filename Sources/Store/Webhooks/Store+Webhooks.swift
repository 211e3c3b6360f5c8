import Foundation
package import Model

extension WebhookRegistration {
    static func of(_ connection: ConnectionID, _ db: Session) throws -> WebhookRegistration? {
        try db.row("SELECT * FROM webhook WHERE connection = ?", [connection.row]).map(
            WebhookRegistration.init)
    }
}

extension Store {
    /// How a connection's webhook stands; nil if it was never looked after.
    package func webhook(of connection: ConnectionID) async throws(StoreError) -> WebhookRegistration? {
        try await read { db in try WebhookRegistration.of(connection, db) }
    }

    /// How the webhooks stand that were ever looked after, by their connections.
    package func webhooks() async throws(StoreError) -> [ConnectionID: WebhookRegistration] {
        try await read { db in
            Dictionary(
                uniqueKeysWithValues: try db.rows("SELECT * FROM webhook").map {
                    (ConnectionID($0["connection"]), WebhookRegistration($0))
                })
        }
    }

    /// The webhooks of a provider's connections that no deployment uses any more.
    package func abandonedWebhooks(of provider: String) async throws(StoreError)
        -> [(connection: ConnectionID, url: String)]
    {
        try await read { db in
            try db.rows(
                """
                SELECT w.connection, w.url FROM webhook w JOIN connection c ON c.id = w.connection
                WHERE c.provider = ? AND w.url IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.connection = c.id)
                """, [provider]
            ).map { (ConnectionID($0["connection"]), $0["url"]) }
        }
    }

    /// Forgets what was registered for connections; their generations stay.
    package func forgetWebhooks(of connections: [ConnectionID]) async throws(StoreError) {
        guard !connections.isEmpty else { return }
        try await write { db in
            try db.each("UPDATE webhook SET url = NULL WHERE connection = ?", connections) { try $1($0.row) }
        }
    }

    /// Keeps how a connection's webhook stands.
    package func setWebhook(_ webhook: WebhookRegistration, of connection: ConnectionID)
        async throws(StoreError)
    {
        try await write { db in
            try db.run(
                """
                INSERT INTO webhook
                    (connection, generation, made, confirmed, confirmed_at, url, checked, error)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (connection) DO UPDATE SET generation = excluded.generation,
                    made = excluded.made, confirmed = excluded.confirmed,
                    confirmed_at = excluded.confirmed_at, url = excluded.url, checked = excluded.checked,
                    error = excluded.error
                """,
                [
                    connection.row, webhook.generation, Instant.milliseconds(webhook.madeAt),
                    webhook.confirmed, webhook.confirmedAt.map(Instant.milliseconds), webhook.url,
                    webhook.checkedAt.map(Instant.milliseconds), webhook.error,
                ])
        }
    }
}

extension WebhookRegistration {
    fileprivate init(_ row: Row) {
        self.init(madeAt: row["made"])
        generation = row["generation"]
        confirmed = row["confirmed"]
        confirmedAt = row["confirmed_at"]
        url = row["url"]
        checkedAt = row["checked"]
        error = row["error"]
    }
}
