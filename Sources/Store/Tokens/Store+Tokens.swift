package import Foundation
import GRDB
package import Model

extension Store {
    /// Keeps a new token.
    ///
    /// - Parameter hash: what the token is recognised by; whoever reads it learns nothing of the token.
    package func addToken(
        name: String, role: String, groups: [String], hash: [UInt8], at time: Date, expires: Date?
    ) async throws(StoreError) -> StoredToken {
        try await write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    INSERT INTO token (name, role, groups, hash, created, expires) VALUES (?, ?, ?, ?, ?, ?)
                    RETURNING *
                    """,
                arguments: [
                    name, role, TextList.encode(groups), Data(hash), Instant.milliseconds(time),
                    expires.map(Instant.milliseconds),
                ])
            guard let token = row.map(StoredToken.init) else {
                throw StoreError.damaged("\(self.path): the token was not kept")
            }
            return token
        }
    }

    /// All tokens, those that expired or were revoked included, oldest first.
    package func tokens() async throws(StoreError) -> [StoredToken] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM token ORDER BY id").map(StoredToken.init)
        }
    }

    /// The token with this hash, in whatever state it is.
    package func token(hash: [UInt8]) async throws(StoreError) -> StoredToken? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM token WHERE hash = ?", arguments: [Data(hash)])
                .map(StoredToken.init)
        }
    }

    /// Ends a token from `time` on; one that is revoked already stays as it is.
    package func revokeToken(_ id: Int64, at time: Date) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL",
                arguments: [Instant.milliseconds(time), id])
        }
    }
}

extension StoredToken {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], role: row["role"], groups: TextList.decode(row["groups"]),
            created: Instant.date(row["created"]), expires: (row["expires"] as Int64?).map(Instant.date),
            revoked: (row["revoked"] as Int64?).map(Instant.date))
    }
}
