package import Foundation
import GRDB
package import Model

/// The table of answers that are kept for a while.
enum AnswerTable {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE answer (
                    caller TEXT NOT NULL,
                    key TEXT NOT NULL,
                    fingerprint TEXT NOT NULL,
                    status INTEGER NOT NULL,
                    body TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (caller, key)
                ) STRICT;
                CREATE INDEX answer_at ON answer (at);
                """)
    }
}

extension Store {
    /// What a caller was answered to a call with this key; nil where there was none since `earliest`.
    package func answer(to key: String, of caller: String, since earliest: Date) async throws(StoreError)
        -> KeptAnswer?
    {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM answer WHERE caller = ? AND key = ? AND at >= ?",
                arguments: [caller, key, Instant.milliseconds(earliest)]
            ).map { KeptAnswer(fingerprint: $0["fingerprint"], status: $0["status"], body: $0["body"]) }
        }
    }

    /// Keeps an answer, and forgets those from before `earliest`.
    package func keep(
        _ answer: KeptAnswer, to key: String, of caller: String, at time: Date,
        forgettingBefore earliest: Date
    ) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM answer WHERE at < ?", arguments: [Instant.milliseconds(earliest)])
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO answer (caller, key, fingerprint, status, body, at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    caller, key, answer.fingerprint, answer.status, answer.body, Instant.milliseconds(time),
                ])
        }
    }
}
