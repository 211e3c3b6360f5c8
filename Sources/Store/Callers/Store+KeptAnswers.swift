package import Foundation
package import Model

/// What a call with a key is to do.
package enum AnswerClaim: Sendable, Equatable {
    /// The call is the caller's to perform; ``Store/keep(_:status:to:)`` or ``Store/drop(_:)`` ends the claim.
    case perform(AnswerKey)
    /// It was performed, and this was the answer.
    case answered(KeptAnswer)
    /// It is being performed.
    case underWay
}

/// The key of a call that is being performed.
package struct AnswerKey: Sendable, Equatable {
    let caller: String
    let key: String
    /// Tells the claim from a later one: milliseconds.
    let begun: Int64
}

extension Store {
    /// Claims a key before its call is performed, so that no other host performs the call as well.
    ///
    /// - Parameters:
    ///   - fingerprint: tells whether a call with the same key is the same call.
    ///   - abandoned: a claim from before was left by a host that ended, and is taken over.
    ///   - earliest: answers from before are forgotten.
    package func claim(
        _ key: String, of caller: String, fingerprint: String, at time: Date, abandoned: Date, earliest: Date
    ) async throws(StoreError) -> AnswerClaim {
        let claim = AnswerKey(caller: caller, key: key, begun: Instant.milliseconds(time))
        return try await write { db in
            try db.run("DELETE FROM answer WHERE at < ?", [Instant.milliseconds(earliest)])
            let ours = try db.row(
                """
                INSERT INTO answer (caller, key, fingerprint, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (caller, key) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at
                    WHERE answer.status IS NULL AND answer.at < ?
                RETURNING 1
                """, [caller, key, fingerprint, claim.begun, Instant.milliseconds(abandoned)])
            if ours != nil { return .perform(claim) }
            let kept = try db.row(
                """
                SELECT fingerprint, status, body FROM answer
                WHERE caller = ? AND key = ? AND status IS NOT NULL
                """, [caller, key])
            return kept.map {
                .answered(KeptAnswer(fingerprint: $0["fingerprint"], status: $0["status"], body: $0["body"]))
            } ?? .underWay
        }
    }

    /// Keeps the answer to a call that was performed.
    package func keep(_ body: String, status: Int, to claim: AnswerKey) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE answer SET status = ?, body = ? WHERE caller = ? AND key = ? AND at = ?",
                [status, body, claim.caller, claim.key, claim.begun])
        }
    }

    /// Gives a key back whose call was not performed.
    package func drop(_ claim: AnswerKey) async throws(StoreError) {
        try await write { db in
            try db.run(
                "DELETE FROM answer WHERE caller = ? AND key = ? AND at = ? AND status IS NULL",
                [claim.caller, claim.key, claim.begun])
        }
    }
}
