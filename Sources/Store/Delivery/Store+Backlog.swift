package import Foundation
package import Model

/// What a deployment's platform has not been told yet.
package struct DeliveryBacklog: Sendable, Equatable {
    package let group: String
    package let provider: String
    /// What waits to be sent, or for what became of it; what waits for its course is not counted beside it.
    package let pending: Int
    /// Those of them that were not refused before.
    package let fresh: Int
    /// Since when the oldest of these waits; nil if nothing does.
    package let oldest: Date?
    /// Statistics of learners the platform does not know: tried again with every run.
    package let unmatched: Int
    /// What was refused too often, and only a change or a person has tried again.
    package let setAside: Int
}

/// What a platform refused.
package struct RefusedDelivery: Sendable, Equatable {
    package let group: String
    package let work: DeliveryWork
    /// The provider's id of the content.
    package let externalID: String
    package let reason: String
    package let isSetAside: Bool
    package let isUnmatched: Bool
}

/// Whom a statistic that was refused is about.
package struct WaitingLearner: Sendable {
    package let mail: String
    /// Why an earlier run found that the platform does not know them; nil if none did.
    package let unmatched: String?
}

extension Store {
    /// The backlog of each deployment that has a place on the company's platform.
    package func deliveryBacklog(of company: String) async throws(StoreError) -> [DeliveryBacklog] {
        let sendable = "o.standing = 0 AND \(DueRows.isSendable)"
        return try await read { db in
            try db.rows(
                """
                SELECT p.group_id, p.provider,
                    count(*) FILTER (WHERE \(sendable)) AS pending,
                    count(*) FILTER (WHERE \(sendable) AND o.tries = 0) AS fresh,
                    min(o.since) FILTER (WHERE \(sendable)) AS oldest,
                    count(*) FILTER (WHERE o.standing = 2) AS unmatched,
                    count(*) FILTER (WHERE o.standing = 1) AS aside
                FROM destination d JOIN deployment p ON p.id = d.deployment
                    LEFT JOIN outbox o ON o.destination = d.id
                WHERE d.company = ? GROUP BY p.id, p.group_id, p.provider ORDER BY 1, 2
                """, [company]
            ).map {
                DeliveryBacklog(
                    group: $0["group_id"], provider: $0["provider"], pending: $0["pending"],
                    fresh: $0["fresh"],
                    oldest: $0["oldest"], unmatched: $0["unmatched"],
                    setAside: $0["aside"])
            }
        }
    }

    /// The courses of deployments that have no place on a platform yet: all of them wait.
    package func undelivered(of deployments: [Deployment]) async throws(StoreError) -> [DeliveryBacklog] {
        try await read { db in
            try deployments.compactMap { deployment in
                let count = try db.value(
                    Int.self,
                    """
                    SELECT active FROM deployment WHERE id = :deployment
                        AND NOT EXISTS (
                            SELECT 1 FROM destination WHERE deployment = :deployment AND current = 1)
                    """, ["deployment": deployment.id.row])
                guard let count, count > 0 else { return nil }
                return DeliveryBacklog(
                    group: deployment.group, provider: deployment.provider, pending: count, fresh: count,
                    oldest: nil, unmatched: 0, setAside: 0)
            }
        }
    }

    /// What the company's platform refused and has not taken since, oldest first, what is about unknown
    /// learners last.
    package func refusedDeliveries(of company: String, limit: Int? = nil) async throws(StoreError)
        -> [RefusedDelivery]
    {
        try await read { db in
            try db.rows(
                """
                SELECT p.group_id, o.work, i.external_id, o.reason, o.standing
                FROM outbox o JOIN destination d ON d.id = o.destination
                    JOIN deployment p ON p.id = d.deployment JOIN course c ON c.id = o.course
                    JOIN item i ON i.id = c.item
                WHERE d.company = ? AND o.reason IS NOT NULL ORDER BY o.standing = 2, o.id LIMIT ?
                """, [company, limit ?? Int.max]
            ).compactMap { row in
                guard let work = DeliveryWork(rawValue: row["work"]) else { return nil }
                return RefusedDelivery(
                    group: row["group_id"], work: work, externalID: row["external_id"],
                    reason: row["reason"], isSetAside: row["standing"] == 1,
                    isUnmatched: row["standing"] == 2)
            }
        }
    }

    /// How much of one kind of work waits.
    package func waiting(_ work: DeliveryWork, of company: String) async throws(StoreError) -> Int {
        try await read { db in
            try db.value(
                Int.self,
                """
                SELECT count(*) FROM outbox o JOIN destination d ON d.id = o.destination
                WHERE d.company = ? AND o.work = ? AND o.standing <> 1 AND \(DueRows.isSendable)
                """, [company, work.rawValue]) ?? 0
        }
    }

    /// How much of what waits was refused in this run.
    package func refusedWaiting(of company: String, in run: RunID) async throws(StoreError) -> Int {
        try await read { db in
            try db.value(
                Int.self,
                """
                SELECT count(*) FROM outbox o JOIN destination d ON d.id = o.destination
                WHERE d.company = ? AND o.run = ? AND o.standing = 0
                """, [company, run.row]) ?? 0
        }
    }

    /// The places where something waits to be done, but for what was refused in this run.
    package func destinationsWithWork(of company: String, run: RunID) async throws(StoreError)
        -> Set<StoredDestination.ID>
    {
        try await read { db in
            Set(
                try db.values(
                    Int64.self,
                    """
                    SELECT id FROM destination d WHERE company = ? AND EXISTS (
                        SELECT 1 FROM outbox o WHERE o.destination = d.id AND o.standing <> 1
                            AND o.run IS DISTINCT FROM ? AND \(DueRows.isSendable))
                    """, [company, run.row]
                ).map(StoredDestination.ID.init))
        }
    }

    /// The learners of statistics, and why the platform was found not to know them; nil if it was not.
    package func learners(of work: [OutboxID]) async throws(StoreError) -> [OutboxID: WaitingLearner] {
        try await read { db in
            var found: [OutboxID: WaitingLearner] = [:]
            try db.each(
                """
                SELECT t.email, CASE WHEN o.standing = 2 THEN o.reason END
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN enrolment e ON e.connection = d.connection AND e.external_id = o.enrolment
                    JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                WHERE o.id = ?
                """, work
            ) {
                try $1($0.row)
            } found: {
                if let row = $1 { found[$0] = WaitingLearner(mail: row[0], unmatched: row[1]) }
            }
            return found
        }
    }

    /// Has what was set aside tried once more.
    ///
    /// - Returns: how much that is.
    package func replayDeliveries(of company: String) async throws(StoreError) -> Int {
        try await write { db in
            try db.run(
                """
                UPDATE outbox SET standing = 0, tries = ?, run = NULL
                WHERE standing = 1 AND destination IN (SELECT id FROM destination WHERE company = ?)
                """, [DeliveryLedger.tries - 1, company])
        }
    }
}

extension LeasedStore {
    /// Leaves work out of a run, as if it had been refused in it; out of none any more if `run` is nil.
    package func leaveOut(_ work: [OutboxID], in run: RunID?) async throws(StoreError) {
        guard !work.isEmpty else { return }
        try await write { db in
            try db.each("UPDATE outbox SET run = ? WHERE id = ?", work) { try $1(run?.row, $0.row) }
        }
    }

    /// Leaves what was refused before out of a run, as if it had been refused in it.
    package func leaveOutRefused(of company: String, in run: RunID) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                UPDATE outbox SET run = ? WHERE batch IS NULL AND (tries > 0 OR standing = 2)
                    AND destination IN (SELECT id FROM destination WHERE company = ?)
                """, [run.row, company])
        }
    }
}
