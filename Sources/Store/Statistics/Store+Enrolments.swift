package import ConnectorKit
package import Model

extension Store {
    /// The accounts of these enrolments that the store has never seen, each once.
    package func unknownAccounts(of enrolments: [Enrolment], _ connection: ConnectionID)
        async throws(StoreError) -> [String]
    {
        let accounts = Set(enrolments.lazy.filter { $0.status != .other }.map(\.account))
        return try await read { db in
            var unknown: [String] = []
            try db.each("SELECT 1 FROM account WHERE connection = ? AND external_id = ?", Array(accounts)) {
                try $1(connection.row, $0)
            } found: {
                if $1 == nil { unknown.append($0) }
            }
            return unknown.sorted()
        }
    }

    /// Accounts whose e-mail address the provider has not told, in order.
    package func accountsWithoutEmail(of connection: ConnectionID) async throws(StoreError) -> [String] {
        try await read { db in
            try db.values(
                String.self,
                "SELECT external_id FROM account WHERE connection = ? AND learner IS NULL ORDER BY 1",
                [connection.row])
        }
    }

    /// Records enrolments, and brings the attempts of their learners in line, in one transaction. What is as it
    /// was is not written.
    package func record(
        _ batch: EnrolmentBatch, of connection: ConnectionID, by rule: AttemptRule
    ) async throws(StoreError) -> AttemptChanges {
        try await write { db in
            var attempts = try AttemptReconciler(connection, rule, lastBefore: batch.lastBefore, db)
            var writer = try EnrolmentWriter(batch, of: connection, rule, db)
            try writer.note(batch.accounts)
            try writer.write(batch.enrolments, isThorough: batch.isThorough, for: &attempts)
            try attempts.reconcile(writer.touched)
            try batch.page?.write(connection, changed: writer.wrote, db)
            return attempts.changes
        }
    }

    /// Brings the attempts at courses that have come into being in line, a batch of them at a time.
    ///
    /// - Returns: what that changed; nil when nothing is left to do.
    package func applyToNewCourses(by rule: AttemptRule) async throws(StoreError) -> AttemptChanges? {
        let isDue = try await read { db in try NewCourses(db) != nil }
        guard isDue else { return nil }
        return try await write { db in try NewCourses(db)?.apply(rule, db) }
    }
}
