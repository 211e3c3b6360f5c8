import GRDB
import Model

/// Writes down what became of work: the ledger follows, and what is done leaves the outbox.
struct DeliveryLedger {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// How often something is tried that the platform refuses (our decision; nothing tells a refusal that
    /// passes from one that stays, reference/lms-api-facts.md A3).
    static let tries = 3

    /// - Parameter digest: of the payload; nil for what was sent in a batch, where it is written down.
    /// - Returns: whether it is new to the platform.
    @discardableResult
    func accept(_ id: OutboxID, _ work: DeliveryWork, resource: String?, digest: String? = nil) throws -> Bool
    {
        var isNew = false
        let arguments: StatementArguments = [
            "id": id.row, "resource": resource?.isEmpty == true ? nil : resource, "digest": digest,
        ]
        switch work {
        case .courses:
            isNew = try !isDelivered(id)
            try run(
                """
                INSERT INTO delivered_course (destination, course, state, digest, resource)
                SELECT destination, course, state, ifnull(:digest, ifnull(sent_digest, '')), :resource
                FROM outbox WHERE id = :id
                ON CONFLICT (destination, course) DO UPDATE SET state = excluded.state,
                    digest = excluded.digest, resource = ifnull(excluded.resource, resource)
                """, arguments)
        case .archive:
            try run(
                """
                UPDATE delivered_course SET archived = 1, resource = ifnull(:resource, resource)
                WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = :id)
                """, arguments)
        case .restore:
            try run(
                """
                UPDATE delivered_course SET archived = 0, resource = ifnull(:resource, resource)
                WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = :id)
                """, arguments)
        case .statistics:
            try run(
                """
                INSERT OR REPLACE INTO delivered_statistic (destination, enrolment, state, digest)
                SELECT destination, enrolment, state, ifnull(:digest, ifnull(sent_digest, '')) FROM outbox
                WHERE id = :id
                """, arguments)
        case .tags:
            try run(
                """
                UPDATE delivered_course
                SET tags = (SELECT state FROM outbox WHERE id = :id), resource = ifnull(:resource, resource)
                WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = :id)
                """, arguments)
        }
        try run("DELETE FROM outbox WHERE id = :id", ["id": id.row])
        return isNew
    }

    /// The platform does not have the course any more: all of it is to be delivered anew.
    func forget(_ id: OutboxID) throws {
        try run(
            """
            DELETE FROM delivered_course
            WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = :id)
            """, ["id": id.row])
        // What was told of it went with it.
        try run(
            """
            DELETE FROM delivered_statistic
            WHERE destination = (SELECT destination FROM outbox WHERE id = :id) AND enrolment IN (
                SELECT e.external_id FROM outbox o JOIN course c ON c.id = o.course
                    JOIN item i ON i.id = c.item
                    JOIN enrolment e ON e.connection = i.connection AND e.content = i.external_id
                WHERE o.id = :id)
            """, ["id": id.row])
        try run("DELETE FROM outbox WHERE id = :id", ["id": id.row])
    }

    /// Refused: tried again with later runs, a few times; for as long as it takes where the learner is
    /// unknown, which is told once.
    func refuse(_ id: OutboxID, reason: String, isUnmatched: Bool, in run: RunID) throws {
        try self.run(
            """
            INSERT INTO skipped (connection, external_id, reason, run)
            SELECT i.connection, i.external_id, :reason, :run
            FROM outbox o JOIN course c ON c.id = o.course JOIN item i ON i.id = c.item
            WHERE o.id = :id AND NOT (:unmatched AND o.standing = 2 AND o.reason IS :reason)
            """, ["id": id.row, "reason": reason, "run": run.row, "unmatched": isUnmatched])
        try self.run(
            """
            UPDATE outbox SET tries = tries + 1, reason = :reason, run = :run, batch = NULL,
                standing = CASE WHEN :unmatched THEN 2 WHEN tries + 1 >= :most THEN 1 ELSE 0 END
            WHERE id = :id
            """,
            [
                "id": id.row, "reason": reason, "run": run.row, "unmatched": isUnmatched, "most": Self.tries,
            ])
    }

    /// Not done, and no fault of its own.
    func putBack(_ id: OutboxID, reason: String?) throws {
        try run(
            "UPDATE outbox SET batch = NULL, reason = ifnull(:reason, reason) WHERE id = :id",
            ["id": id.row, "reason": reason])
    }

    private func isDelivered(_ id: OutboxID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM outbox o JOIN delivered_course l
                    ON l.destination = o.destination AND l.course = o.course
                WHERE o.id = ?
                """)
        return try Int64.fetchOne(statement, arguments: [id.row]) != nil
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
