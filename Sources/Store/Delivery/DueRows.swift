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
                    JOIN learning_object i ON i.id = c.item
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
}
