package import ConnectorKit
import GRDB
package import Model

extension Store {
    /// The accounts of these enrolments that the store has never seen, each once.
    package func unknownAccounts(of enrolments: [Enrolment], _ connection: ConnectionID)
        async throws(StoreError) -> [String]
    {
        let accounts = Set(enrolments.lazy.filter { $0.status != .other }.map(\.account))
        return try await read { db in
            let known = try RawStatement(
                "SELECT 1 FROM account WHERE connection = ? AND external_id = ?", db)
            var unknown: [String] = []
            for account in accounts {
                known.reset()
                try known.bind(connection.row, at: 1)
                try known.bind(account, at: 2)
                if try !known.step() { unknown.append(account) }
            }
            known.reset()
            return unknown.sorted()
        }
    }

    /// Accounts whose e-mail address the provider has not told, in order.
    package func accountsWithoutEmail(of connection: ConnectionID) async throws(StoreError) -> [String] {
        try await read { db in
            try String.fetchAll(
                db,
                sql: "SELECT external_id FROM account WHERE connection = ? AND learner IS NULL ORDER BY 1",
                arguments: [connection.row])
        }
    }

    /// Records enrolments, and brings the attempts of their learners in line, in one transaction. What is as it
    /// was is not written.
    package func record(
        _ batch: EnrolmentBatch, of connection: ConnectionID, by rule: AttemptRule
    ) async throws(StoreError) -> AttemptChanges {
        try await write { db in
            var sheet = try AttemptSheet(connection, rule, lastBefore: batch.lastBefore, db)
            var writer = try EnrolmentWriter(connection, rule, db)
            try writer.learn(batch.accounts)
            try writer.write(batch.enrolments, isThorough: batch.isThorough, on: &sheet)
            for one in writer.touched { try sheet.bringInLine(one) }
            try batch.page?.write(connection, changed: writer.wrote, db)
            return sheet.changes
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
