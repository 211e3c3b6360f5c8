import ConnectorKit
package import Model

/// How due work is read.
enum DueRows {
    /// Minutes, of an enrolment `e` in an item `i`; NULL if unknown.
    static let duration = """
        CASE WHEN e.completed = 1 AND e.duration IS NOT NULL THEN nullif(e.duration, -1) ELSE i.duration END
        """

    /// What is waiting in a destination and was not refused in this run, in the order in which it came.
    static let waiting = """
        o.destination = :destination AND o.work = :work AND o.batch IS NULL AND o.standing <> \(Standing.aside.rawValue)
            AND o.run IS DISTINCT FROM :run AND o.id > :after
        """

    /// Whether work can be done: what is about a course waits with it until the course is there.
    static let isSendable = """
        (o.work NOT IN (\(DeliveryWork.statistics.rawValue), \(DeliveryWork.tags.rawValue)) OR EXISTS (
            SELECT 1 FROM delivered_course l WHERE l.destination = o.destination AND l.course = o.course))
        """

    /// How a piece of work stands.
    enum Standing: Int {
        case waiting = 0
        /// It cannot succeed as it is; only a change or a person has it tried again.
        case aside = 1
        /// The learner is not known to the platform.
        case unmatched = 2
    }
}

extension DueCourse {
    init(_ row: Row) {
        self.init(
            id: OutboxID(row["outbox"]), content: LearningObject(row), digest: row["delivered_digest"],
            resource: row["resource"], tags: CourseTag.list(row).map(\.name),
            owned: Set(TextList.decode(row["owned"] ?? "")))
    }
}

extension DueStatistic {
    init(_ row: Row) {
        let enrolment = KeptEnrolment(
            id: row["external_id"], status: row["completed"] ? .completed : .inProgress,
            createdAt: row["created_at"], updatedAt: row["updated_at"],
            passed: row["passed"], duration: row["minutes"])
        self.init(
            id: OutboxID(row["outbox"]), externalID: row["content"], mail: row["email"],
            enrolment: enrolment, digest: row["digest"])
    }
}

extension Store {
    /// Work on courses that is due, oldest first.
    ///
    /// - Parameters:
    ///   - run: what was refused in this run is left out.
    ///   - after: only what came later than this.
    package func dueCourses(
        _ work: DeliveryWork, in destination: StoredDestination.ID, run: RunID, after: OutboxID?, limit: Int
    ) async throws(StoreError) -> [DueCourse] {
        // What is not there yet can be neither restored nor tagged.
        let isThere = work == .courses ? "true" : "l.course IS NOT NULL"
        return try await read { db in
            try db.rows(
                """
                SELECT o.id AS outbox, l.digest AS delivered_digest, l.resource, l.owned, i.*,
                    \(CourseTag.columns(db.sql))
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN item i ON i.id = c.item
                    LEFT JOIN delivered_course l
                        ON l.destination = o.destination AND l.course = o.course
                WHERE \(DueRows.waiting) AND \(isThere) ORDER BY o.id LIMIT :limit
                """,
                [
                    "destination": destination.row, "work": work.rawValue, "run": run.row,
                    "after": after?.row ?? 0, "limit": limit,
                ]
            ).map(DueCourse.init)
        }
    }

    /// Statistics that are due, of courses that were delivered, in the order in which learners began.
    ///
    /// - Parameter skipping: how many of them to leave out.
    package func dueStatistics(
        in destination: StoredDestination.ID, run: RunID, skipping: Int, limit: Int
    ) async throws(StoreError) -> [DueStatistic] {
        try await read { db in
            try db.rows(
                """
                SELECT o.id AS outbox, e.*, t.email, \(DueRows.duration) AS minutes, s.digest
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN item i ON i.id = c.item
                    JOIN enrolment e ON e.connection = d.connection AND e.external_id = o.enrolment
                    JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                    JOIN delivered_course l ON l.destination = o.destination AND l.course = o.course
                    LEFT JOIN delivered_statistic s
                        ON s.destination = o.destination AND s.enrolment = o.enrolment
                WHERE \(DueRows.waiting)
                ORDER BY e.created_at, e.external_id LIMIT :limit OFFSET :skipping
                """,
                [
                    "destination": destination.row, "work": DeliveryWork.statistics.rawValue, "run": run.row,
                    "after": 0, "limit": limit, "skipping": skipping,
                ]
            ).map(DueStatistic.init)
        }
    }
}
