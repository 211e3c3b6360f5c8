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
        /// The platform's id of the course, if it gave one.
        var resource: String?
        /// Of the payload; nil for what was sent in a batch, where it is written down.
        var digest: String?
    }

    /// - Returns: how many of the courses are new to the platform.
    @discardableResult
    func accept(_ accepted: [Accepted], _ work: DeliveryWork) throws -> Int {
        var created = 0
        var remade: [(destination: Int64, course: Int64)] = []
        if work == .courses {
            try db.each(
                """
                SELECT l.destination, l.course, l.resource FROM outbox o JOIN delivered_course l
                    ON l.destination = o.destination AND l.course = o.course
                WHERE o.id = ?
                """, accepted
            ) {
                try $1($0.id.row)
            } found: {
                guard let row = $1 else {
                    created += 1
                    return
                }
                // Somebody deleted it, so what was sent came to another course.
                let known: String? = row["resource"]
                if let known, let resource = $0.resource, !resource.isEmpty, known != resource {
                    remade.append((row["destination"], row["course"]))
                }
            }
            try self.remade(remade)
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
        var courses: [(destination: Int64, course: Int64)] = []
        try db.each("SELECT destination, course FROM outbox WHERE id = ?", ids) {
            try $1($0.row)
        } found: {
            if let row = $1 { courses.append((row[0], row[1])) }
        }
        try forget(courses)
        try remove(ids)
    }

    func forget(_ courses: [(destination: Int64, course: Int64)]) throws {
        try forgetStatistics(of: courses)
        try db.each("DELETE FROM delivered_course WHERE destination = ? AND course = ?", courses) {
            try $1($0.destination, $0.course)
        }
    }

    /// The platform has made the courses anew: they have neither tags nor attempts.
    func remade(_ courses: [(destination: Int64, course: Int64)]) throws {
        try forgetStatistics(of: courses)
        try db.each(
            "UPDATE delivered_course SET tags = '', owned = '', archived = 0 WHERE destination = ? AND course = ?",
            courses
        ) {
            try $1($0.destination, $0.course)
        }
    }

    private func forgetStatistics(of courses: [(destination: Int64, course: Int64)]) throws {
        for table in ["delivered_statistic", "opened_attempt"] {
            try db.each(
                """
                DELETE FROM \(table) WHERE destination = ? AND enrolment IN (
                    SELECT e.external_id FROM course c JOIN item i ON i.id = c.item
                        JOIN enrolment e ON e.connection = i.connection AND e.content = i.external_id
                    WHERE c.id = ?)
                """, courses
            ) {
                try $1($0.destination, $0.course)
            }
        }
    }

    /// Refused: tried again with later runs, a few times; for as long as it takes if the learner is unknown, which
    /// is reported once.
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

    /// Notes remarks of a run, while the work is still in the outbox.
    func note(_ remarks: [(id: OutboxID, text: String)], in run: RunID) throws {
        try db.each(
            """
            INSERT INTO skipped (connection, external_id, reason, run)
            SELECT i.connection, i.external_id, ?, ?
            FROM outbox o JOIN course c ON c.id = o.course JOIN item i ON i.id = c.item WHERE o.id = ?
            """, remarks
        ) {
            try $1($0.text, run.row, $0.id.row)
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
