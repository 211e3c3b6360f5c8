import Model

/// Writes down what became of work: the ledger follows, and what is done leaves the outbox.
struct DeliveryLedger {
    let db: Session

    /// How often something is tried that the platform refuses (our decision; nothing tells a refusal that
    /// passes from one that stays, rule D11).
    static let tries = 3

    /// Work that the platform took.
    struct Accepted {
        let id: OutboxID
        /// The platform's id of the course, if it told one.
        var resource: String?
        /// Of the payload; nil for what was sent in a batch, where it is written down.
        var digest: String?
    }

    /// - Returns: how many of the courses are new to the platform.
    @discardableResult
    func accept(_ accepted: [Accepted], _ work: DeliveryWork) throws -> Int {
        var created = 0
        if work == .courses {
            try db.each(
                """
                SELECT 1 FROM outbox o JOIN delivered_course l
                    ON l.destination = o.destination AND l.course = o.course
                WHERE o.id = ?
                """, accepted
            ) {
                try $1($0.id.row)
            } found: {
                if $1 == nil { created += 1 }
            }
        }
        try db.each(Self.statement(for: work), accepted) { one, values in
            let resource = one.resource?.isEmpty == true ? nil : one.resource
            switch work {
            case .courses: try values(one.digest, resource, one.id.row)
            case .archive, .restore: try values(resource, one.id.row)
            case .statistics:
                try values(
                    one.digest, StatisticState.firstPattern, StatisticState.first, one.digest, one.id.row)
            case .tags: try values(one.id.row, resource, one.id.row)
            }
        }
        // The first of two statistics was taken: the second waits.
        let isFirst = "coalesce(?, sent_digest, '') LIKE ?"
        try db.each("DELETE FROM outbox WHERE id = ? AND NOT (\(isFirst))", accepted) {
            try $1($0.id.row, $0.digest, StatisticState.firstPattern)
        }
        try db.each("UPDATE outbox SET batch = NULL WHERE id = ? AND \(isFirst)", accepted) {
            try $1($0.id.row, $0.digest, StatisticState.firstPattern)
        }
        return created
    }

    private static let course =
        "(destination, course) = (SELECT destination, course FROM outbox WHERE id = ?)"

    private static func statement(for work: DeliveryWork) -> String {
        switch work {
        case .courses:
            """
            INSERT INTO delivered_course (destination, course, state, digest, resource)
            SELECT destination, course, state, coalesce(?, sent_digest, ''), ? FROM outbox WHERE id = ?
            ON CONFLICT (destination, course) DO UPDATE SET state = excluded.state, digest = excluded.digest,
                resource = coalesce(excluded.resource, delivered_course.resource)
            """
        case .archive, .restore:
            """
            UPDATE delivered_course SET archived = \(work == .archive ? 1 : 0), resource = coalesce(?, resource)
            WHERE \(course)
            """
        case .statistics:
            """
            INSERT INTO delivered_statistic (destination, enrolment, state, digest)
            SELECT destination, enrolment, CASE WHEN coalesce(?, sent_digest, '') LIKE ? THEN ? ELSE '' END || state,
                coalesce(?, sent_digest, '') FROM outbox WHERE id = ?
            ON CONFLICT (destination, enrolment) DO UPDATE SET state = excluded.state, digest = excluded.digest
            """
        case .tags:
            """
            UPDATE delivered_course
            SET tags = (SELECT state FROM outbox WHERE id = ?), resource = coalesce(?, resource)
            WHERE \(course)
            """
        }
    }

    /// The platform does not have the courses any more: all of them are to be delivered anew.
    func forget(_ ids: [OutboxID]) throws {
        try db.each("DELETE FROM delivered_course WHERE \(Self.course)", ids) { try $1($0.row) }
        // What was told of them went with them.
        try db.each(
            """
            DELETE FROM delivered_statistic
            WHERE destination = (SELECT destination FROM outbox WHERE id = ?) AND enrolment IN (
                SELECT e.external_id FROM outbox o JOIN course c ON c.id = o.course
                    JOIN item i ON i.id = c.item
                    JOIN enrolment e ON e.connection = i.connection AND e.content = i.external_id
                WHERE o.id = ?)
            """, ids
        ) {
            try $1($0.row, $0.row)
        }
        try remove(ids)
    }

    /// Refused: tried again with later runs, a few times; for as long as it takes if the learner is unknown, which
    /// is told once.
    func refuse(_ refused: [(id: OutboxID, reason: String, isUnmatched: Bool)], in run: RunID) throws {
        try db.each(
            """
            INSERT INTO skipped (connection, external_id, reason, run)
            SELECT i.connection, i.external_id, ?, ?
            FROM outbox o JOIN course c ON c.id = o.course JOIN item i ON i.id = c.item
            WHERE o.id = ? AND NOT (? = 1 AND o.standing = 2 AND o.reason IS NOT DISTINCT FROM ?)
            """, refused
        ) {
            try $1($0.reason, run.row, $0.id.row, $0.isUnmatched, $0.reason)
        }
        try db.each(
            """
            UPDATE outbox SET tries = tries + 1, reason = ?, run = ?, batch = NULL,
                standing = CASE WHEN ? = 1 THEN 2 WHEN tries + 1 >= \(Self.tries) THEN 1 ELSE 0 END
            WHERE id = ?
            """, refused
        ) {
            try $1($0.reason, run.row, $0.isUnmatched, $0.id.row)
        }
    }

    /// Not done, and no fault of its own.
    func putBack(_ ids: [OutboxID], reason: String?) throws {
        try db.each("UPDATE outbox SET batch = NULL, reason = coalesce(?, reason) WHERE id = ?", ids) {
            try $1(reason, $0.row)
        }
    }

    private func remove(_ ids: [OutboxID]) throws {
        try db.each("DELETE FROM outbox WHERE id = ?", ids) { try $1($0.row) }
    }
}
