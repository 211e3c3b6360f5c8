package import Foundation
package import Model

extension Store {
    /// What a caller was answered to a call with this key; nil if there was none since `earliest`.
    package func answer(to key: String, of caller: String, since earliest: Date) async throws(StoreError)
        -> KeptAnswer?
    {
        try await read { db in
            try db.row(
                "SELECT * FROM answer WHERE caller = ? AND key = ? AND at >= ?",
                [caller, key, Instant.milliseconds(earliest)]
            ).map { KeptAnswer(fingerprint: $0["fingerprint"], status: $0["status"], body: $0["body"]) }
        }
    }

    /// Keeps an answer, and forgets those from before `earliest`.
    package func keep(
        _ answer: KeptAnswer, to key: String, of caller: String, at time: Date,
        forgettingBefore earliest: Date
    ) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM answer WHERE at < ?", [Instant.milliseconds(earliest)])
            try db.run(
                """
                INSERT INTO answer (caller, key, fingerprint, status, body, at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (caller, key) DO UPDATE SET fingerprint = excluded.fingerprint,
                    status = excluded.status, body = excluded.body, at = excluded.at
                """,
                [
                    caller, key, answer.fingerprint, answer.status, answer.body, Instant.milliseconds(time),
                ])
        }
    }
}
