package import Foundation
package import Model

extension Store {
    /// Keeps a link that signs in once with a token, in place of the token's former link.
    ///
    /// - Parameter hash: what the link is recognised by.
    package func addLink(to token: Int64, hash: [UInt8], expires: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO sign_in_link (token, hash, expires) VALUES (?, ?, ?)
                ON CONFLICT (token) DO UPDATE SET hash = excluded.hash, expires = excluded.expires
                """, [token, Data(hash), expires])
        }
    }

    /// Takes a link away, and has its token recognised by another hash from now on.
    ///
    /// - Returns: the token; nil if there is no such link, or it has expired.
    package func openLink(hash: [UInt8], token newHash: [UInt8], at time: Date) async throws(StoreError)
        -> StoredToken?
    {
        try await write { db in
            let token = try db.value(
                Int64.self, "DELETE FROM sign_in_link WHERE hash = ? AND expires > ? RETURNING token",
                [Data(hash), time])
            guard let token else { return nil }
            return try db.row(
                "UPDATE token SET hash = ? WHERE id = ? RETURNING *", [Data(newHash), token]
            ).map(StoredToken.init)
        }
    }

    /// The ids of the tokens that nobody has yet, since their links were not opened.
    package func unopenedTokens() async throws(StoreError) -> Set<Int64> {
        try await read { db in Set(try db.values(Int64.self, "SELECT token FROM sign_in_link")) }
    }
}
