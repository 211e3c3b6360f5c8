package import ConnectorKit
package import Model

extension Store {
    /// Those of these accounts that the store has never seen, in order.
    package func unknownAccounts(_ accounts: Set<String>, of connection: ConnectionID)
        async throws(StoreError) -> [String]
    {
        try await read { db in
            var unknown: [String] = []
            try db.find(
                "a.id", in: "account a", by: ["a.connection", "a.external_id"], accounts.sorted()
            ) {
                try $1(connection.row, $0)
            } found: {
                if $1 == nil { unknown.append($0) }
            }
            return unknown
        }
    }

    /// The provider's ids of all accounts that are known, those that it numbers in the order of their numbers.
    package func accounts(of connection: ConnectionID) async throws(StoreError) -> [String] {
        try await read { db in
            try db.values(
                String.self,
                "SELECT external_id FROM account WHERE connection = ? ORDER BY length(external_id), external_id",
                [connection.row])
        }
    }

    /// Brings the attempts at courses that have come into being in line, a batch of them at a time.
    ///
    /// - Returns: what that changed; nil when nothing is left to do.
    package func applyToNewCourses(by rule: AttemptRule) async throws(StoreError) -> AttemptChanges? {
        let isDue = try await read { db in try NewCourses(db) != nil }
        guard isDue else { return nil }
        return try await write { db in
            // What is due is looked at once no course of its connection can be on its way any more.
            guard let due = try NewCourses(db) else { return nil }
            try db.serialize(due.connection)
            try db.serializeAttempts()
            guard let courses = try NewCourses(db) else { return nil }
            return courses.connection == due.connection ? try courses.apply(rule, db) : AttemptChanges()
        }
    }
}

extension LeasedStore {
    /// Notes the present e-mail addresses of accounts, all of them in one transaction, so that two that swapped
    /// theirs never seem to be one learner.
    ///
    /// What is as it was takes no transaction that writes.
    package func note(
        _ accounts: [LearnerAccount], of connection: ConnectionID, by rule: AttemptRule,
        lastBefore: Attempt.ID? = nil
    ) async throws(StoreError) -> AttemptChanges {
        let news = try await store.read { db in
            try LearnerDirectory(Set(accounts.map(\.id)), of: connection, db).news(of: accounts)
        }
        guard !news.isEmpty else { return AttemptChanges() }
        var batch = EnrolmentBatch([], accounts: news)
        batch.lastBefore = lastBefore
        return try await record(batch, of: connection, by: rule)
    }

    /// Records enrolments, and brings the attempts of their learners in line, in one transaction. What is as it
    /// was is not written.
    package func record(
        _ batch: EnrolmentBatch, of connection: ConnectionID, by rule: AttemptRule
    ) async throws(StoreError) -> AttemptChanges {
        try await write { db in
            try db.serialize(connection)
            try db.serializeAttempts()
            var attempts = try AttemptReconciler(connection, rule, lastBefore: batch.lastBefore, db)
            var writer = try EnrolmentWriter(batch, of: connection, rule, db)
            try writer.note(batch.accounts)
            try writer.write(batch.enrolments, isThorough: batch.isThorough, for: &attempts)
            try writer.mark()
            var changes = AttemptChanges()
            for (other, learners) in writer.touched where other != connection {
                var attempts = try AttemptReconciler(other, rule, lastBefore: batch.lastBefore, db)
                try attempts.reconcile(learners)
                changes += attempts.changes
            }
            try attempts.reconcile(writer.touched[0].learners)
            try batch.page?.write(connection, changed: writer.wrote, db)
            return changes + attempts.changes
        }
    }
}
