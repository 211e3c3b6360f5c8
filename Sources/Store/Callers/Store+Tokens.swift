package import Foundation
package import Model

extension Store {
    /// Keeps a new token, unless one that is in force has its name.
    ///
    /// - Parameter hash: what the token is recognised by; whoever reads it learns nothing of the token.
    package func addToken(
        name: String, role: String, groups: [String], hash: [UInt8], at time: Date, expires: Date?
    ) async throws(StoreError) -> StoredToken? {
        try await write { db in
            try db.run("UPDATE token SET held = NULL WHERE held = ? AND expires <= ?", [name, time])
            return try db.row(
                """
                INSERT INTO token (name, held, role, groups, hash, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (held) DO NOTHING RETURNING *
                """,
                [name, name, role, TextList.encode(groups), Data(hash), time, expires]
            ).map(StoredToken.init)
        }
    }

    /// All tokens, those that expired or were revoked included, oldest first.
    package func tokens() async throws(StoreError) -> [StoredToken] {
        try await read { db in
            try db.rows("SELECT * FROM token ORDER BY id").map(StoredToken.init)
        }
    }

    /// The token with this hash, in whatever state it is.
    package func token(hash: [UInt8]) async throws(StoreError) -> StoredToken? {
        try await read { db in
            try db.row("SELECT * FROM token WHERE hash = ?", [Data(hash)])
                .map(StoredToken.init)
        }
    }

    /// Ends a token from `time` on; one that is revoked already stays as it is.
    package func revokeToken(_ id: Int64, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE token SET revoked = ?, held = NULL WHERE id = ? AND revoked IS NULL",
                [Instant.milliseconds(time), id])
        }
    }
}

extension StoredToken {
    init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], role: row["role"], groups: TextList.decode(row["groups"]),
            created: row["created"], expires: row["expires"],
            revoked: row["revoked"])
    }
}
