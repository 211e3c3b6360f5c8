import Foundation
package import Model

extension Store {
    /// The connection with this key, made if it is new.
    ///
    /// - Parameter key: equal for equal settings; holds no secret in clear.
    package func connection(provider: String, key: String) async throws(StoreError) -> ConnectionID {
        if let known = try await read({ db in try Self.connection(key, db) }) { return known }
        return try await write { db in
            try db.run(
                "INSERT INTO connection (provider, key) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                [provider, key])
            guard let made = try Self.connection(key, db) else {
                throw StoreError.damaged("\(self.engine.path): the connection was not kept")
            }
            return made
        }
    }

    /// The connections with these keys, in their order, each made if it is new.
    package func connections(_ wanted: [(provider: String, key: String)]) async throws(StoreError)
        -> [ConnectionID]
    {
        let known = try await read { db in
            Dictionary(
                uniqueKeysWithValues: try db.rows("SELECT key, id FROM connection").map {
                    ($0["key"] as String, ConnectionID($0["id"]))
                })
        }
        var ids: [ConnectionID] = []
        for (provider, key) in wanted {
            if let id = known[key] {
                ids.append(id)
            } else {
                ids.append(try await connection(provider: provider, key: key))
            }
        }
        return ids
    }

    private static func connection(_ key: String, _ db: Session) throws -> ConnectionID? {
        try db.value(Int64.self, "SELECT id FROM connection WHERE key = ?", [key]).map(
            ConnectionID.init)
    }

    /// All connections the store has seen, those no longer configured included.
    package func connections() async throws(StoreError) -> [ConnectionID] {
        try await read { db in
            try db.values(Int64.self, "SELECT id FROM connection ORDER BY id").map(ConnectionID.init)
        }
    }

    /// All deployments the store has seen, those no longer configured included.
    package func deployments() async throws(StoreError) -> [Deployment] {
        try await read { db in
            try db.rows("SELECT * FROM deployment ORDER BY group_id, provider").map(
                Deployment.init)
        }
    }

    /// Records that a provider is deployed in a group over a connection.
    ///
    /// A deployment that moves to another connection keeps its courses: their items are taken along, to be
    /// mapped anew, and what the new connection turns out not to list is withdrawn by its next complete listing.
    package func deploy(
        provider: String, group: String, over connection: ConnectionID
    ) async throws(StoreError) -> Deployment {
        try await write { db in
            try db.serialize("deployments")
            let former = try db.row(
                "SELECT * FROM deployment WHERE group_id = ? AND provider = ?", [group, provider]
            ).map(Deployment.init)
            let row = try db.row(
                """
                INSERT INTO deployment (group_id, provider, connection) VALUES (?, ?, ?)
                ON CONFLICT (group_id, provider) DO UPDATE SET connection = excluded.connection
                RETURNING *
                """, [group, provider, connection.row])
            guard let deployment = row.map(Deployment.init) else {
                throw StoreError.damaged("\(self.engine.path): the deployment was not kept")
            }
            try db.run("UPDATE connection SET settled = 0, mark = NULL WHERE id = ?", [connection.row])
            if let former, former.connection != connection {
                for one in [former.connection, connection].sorted(by: { $0.row < $1.row }) {
                    try db.serialize(one)
                }
                try db.serializeAttempts()
                try Move(deployment, from: former.connection, search: self.engine.search).make(db)
            }
            return deployment
        }
    }

    /// A value made once per store, for keys that must not be guessed from outside.
    ///
    /// - Parameter make: called if the store has none yet.
    package func salt(_ make: @Sendable @escaping () -> String) async throws(StoreError) -> String {
        if let known = try await read(Self.salt) { return known }
        return try await write { db in
            try db.run(
                "INSERT INTO meta (key, value) VALUES ('salt', ?) ON CONFLICT (key) DO NOTHING", [make()])
            return try Self.salt(db) ?? ""
        }
    }

    private static func salt(_ db: Session) throws -> String? {
        try db.value(String.self, "SELECT value FROM meta WHERE key = 'salt'")
    }
}

extension Deployment {
    init(_ row: Row) {
        self.init(
            id: ID(row: row["id"]), group: row["group_id"], provider: row["provider"],
            connection: ConnectionID(row["connection"]), applied: row["applied"],
            tags: row["tags"], enabledAt: row["enabled_at"])
    }
}
