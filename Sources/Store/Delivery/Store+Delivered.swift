package import ConnectorKit
package import Foundation
package import Model

/// A course that a platform was sent, and what it was told of it.
package struct DeliveredCourse: Sendable, Identifiable {
    /// The course's id.
    package let id: Int64
    package let content: LearningObject
    package let reasons: ArchiveReasons
    /// Whether the place is the one that its courses are to be in.
    package let isAtHome: Bool
    /// Whether the platform was last told that it is archived.
    package let isToldArchived: Bool
    /// The platform's id of it; nil if it gave none.
    package let resource: String?
    /// Whether what was delivered is made of today's content.
    package let isToldContent: Bool
    /// The tags that it was told; nil if they are to change.
    package let tags: [String]?
    /// What the platform made of the fields by itself, as ``LedgerCorrection/keepsOwn(_:)`` noted it.
    package let own: String?

    /// Whether it is to be active there.
    package var isActive: Bool { isAtHome && reasons.isEmpty }
}

/// A statistic that a platform was sent.
package struct DeliveredStatistic: Sendable, Equatable {
    package let enrolment: String
    /// The learner's e-mail address.
    package let mail: String
    package let firstActivity: Date
    package let lastActivity: Date
    package let isCompleted: Bool
    /// Whether the platform was told that it is completed.
    package let isToldCompleted: Bool
    /// When the attempt began that it is known to close.
    package let opened: Date?
}

/// An attempt that a learner opened on the platform, and the enrolment that belongs to it.
package struct OpenedAttempt: Sendable, Equatable {
    package let enrolment: String
    package let at: Date
    /// Whether the time spent is for this attempt: it is not if it was sent already, for another one.
    package let isTimed: Bool

    package init(enrolment: String, at: Date, isTimed: Bool) {
        self.enrolment = enrolment
        self.at = at
        self.isTimed = isTimed
    }

    /// As the ledger has it.
    var state: String { "\(Instant.milliseconds(at)).\(isTimed ? 1 : 0)" }
}

/// A statistic that is to be sent for the first time.
package struct NewStatistic: Sendable {
    package let id: OutboxID
    package let course: Int64
    /// The platform's id of the course.
    package let resource: String
    package let statistic: DeliveredStatistic
}

extension Store {
    /// The courses of a place by the platform's ids of them.
    package func deliveredCourses(_ resources: [String], in destination: StoredDestination)
        async throws(StoreError) -> [String: DeliveredCourse]
    {
        try await read { db in
            var found: [String: DeliveredCourse] = [:]
            try db.each(
                "\(Self.delivered(db)) WHERE l.destination = ? AND l.resource = ?", resources
            ) {
                try $1(destination.id.row, $0)
            } found: {
                if let row = $1 { found[$0] = DeliveredCourse(row, destination) }
            }
            return found
        }
    }

    /// The courses of a place, in the order of their ids.
    package func deliveredCourses(in destination: StoredDestination, after: Int64?, limit: Int)
        async throws(StoreError) -> [DeliveredCourse]
    {
        try await read { db in
            try db.rows(
                "\(Self.delivered(db)) WHERE l.destination = ? AND l.course > ? ORDER BY l.course LIMIT ?",
                [destination.id.row, after ?? 0, limit]
            ).map { DeliveredCourse($0, destination) }
        }
    }

    private static func delivered(_ db: Session) -> String {
        """
        SELECT c.id AS course, c.reasons, c.deployment, l.archived AS told_archived, l.resource, l.own_fields,
            l.tags AS told_tags, l.state AS told_state, \(OutboxRefresh.contentState) AS content_state, i.*,
            \(CourseTag.columns(db.sql))
        FROM delivered_course l JOIN course c ON c.id = l.course JOIN deployment d ON d.id = c.deployment
            JOIN learning_object i ON i.id = c.item
        """
    }

    /// The statistics that were sent of courses, by their ids.
    package func deliveredStatistics(of courses: [Int64], in destination: StoredDestination.ID)
        async throws(StoreError) -> [Int64: [DeliveredStatistic]]
    {
        try await read { db in
            var found: [Int64: [DeliveredStatistic]] = [:]
            try db.each(
                """
                SELECT e.external_id, e.completed, e.created_at, e.updated_at, t.email, p.at AS opened,
                    s.state AS told_state
                FROM course c JOIN item i ON i.id = c.item
                    JOIN enrolment e ON e.connection = i.connection AND e.content = i.external_id
                    JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                    JOIN delivered_statistic s
                        ON s.destination = ? AND s.enrolment = e.external_id AND s.digest <> ''
                    LEFT JOIN opened_attempt p ON p.destination = s.destination AND p.enrolment = s.enrolment
                WHERE c.id = ? ORDER BY e.created_at, e.external_id
                """, courses
            ) {
                try $1(destination.row, $0)
            } found: {
                if let row = $1 { found[$0, default: []].append(DeliveredStatistic(row)) }
            }
            return found
        }
    }

    /// The statistics that are to be sent for the first time, of courses that are there.
    package func newStatistics(in destination: StoredDestination.ID, limit: Int) async throws(StoreError)
        -> [NewStatistic]
    {
        try await read { db in
            try db.rows(
                """
                SELECT o.id AS outbox, o.course, l.resource, e.external_id, e.completed, e.created_at,
                    e.updated_at, t.email, NULL AS opened
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN enrolment e ON e.connection = d.connection AND e.external_id = o.enrolment
                    JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                    JOIN delivered_course l ON l.destination = o.destination AND l.course = o.course
                WHERE o.destination = :destination AND o.work = :work AND o.batch IS NULL AND o.standing = 0
                    AND l.resource IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM delivered_statistic s
                        WHERE s.destination = o.destination AND s.enrolment = o.enrolment)
                    AND NOT EXISTS (SELECT 1 FROM opened_attempt p
                        WHERE p.destination = o.destination AND p.enrolment = o.enrolment)
                ORDER BY o.course, o.id LIMIT :limit
                """,
                ["destination": destination.row, "work": DeliveryWork.statistics.rawValue, "limit": limit]
            ).map {
                NewStatistic(
                    id: OutboxID($0["outbox"]), course: $0["course"], resource: $0["resource"],
                    statistic: DeliveredStatistic($0))
            }
        }
    }
}

extension LeasedStore {
    /// Has statistics close attempts that were opened on the platform: they are sent, or sent again, so that the
    /// platform's import rule applies them to these attempts.
    package func close(_ opened: [OpenedAttempt], in destination: StoredDestination.ID)
        async throws(StoreError)
    {
        guard !opened.isEmpty else { return }
        try await write { db in
            try db.serializeOutboxes()
            try db.each(
                """
                INSERT INTO opened_attempt (destination, enrolment, at, timed) VALUES (?, ?, ?, ?)
                ON CONFLICT (destination, enrolment) DO UPDATE SET at = excluded.at
                """, opened
            ) {
                try $1(destination.row, $0.enrolment, Instant.milliseconds($0.at), $0.isTimed)
            }
        }
    }

    /// Has statistics sent again, of which the platform has nothing.
    package func forgetStatistics(_ enrolments: [String], in destination: StoredDestination.ID)
        async throws(StoreError)
    {
        guard !enrolments.isEmpty else { return }
        try await write { db in
            try db.serializeOutboxes()
            try db.each("DELETE FROM delivered_statistic WHERE destination = ? AND enrolment = ?", enrolments)
            {
                try $1(destination.row, $0)
            }
        }
    }

    /// Notes what a run found different on the platform.
    ///
    /// - Parameter notes: the provider's id of the content, if it is about one, and what was found.
    package func note(
        _ notes: [(externalID: String?, text: String)], of deployment: Deployment.ID, in run: RunID
    )
        async throws(StoreError)
    {
        guard !notes.isEmpty else { return }
        try await write { db in
            try db.each(
                """
                INSERT INTO skipped (connection, external_id, reason, run)
                SELECT connection, ?, ?, ? FROM deployment WHERE id = ?
                """, notes
            ) {
                try $1($0.externalID, $0.text, run.row, deployment.row)
            }
        }
    }
}

extension DeliveredCourse {
    fileprivate init(_ row: Row, _ destination: StoredDestination) {
        let tags = CourseTag.list(row).map(\.name)
        let told: String = row["told_tags"]
        self.init(
            id: row["course"], content: LearningObject(row),
            reasons: ArchiveReasons(rawValue: row["reasons"]),
            isAtHome: destination.isCurrent && (row["deployment"] as Int64) == destination.deployment.row,
            isToldArchived: row["told_archived"], resource: row["resource"],
            isToldContent: (row["told_state"] as String) == row["content_state"],
            tags: told == CourseTag.state(row) ? tags : nil, own: row["own_fields"])
    }
}

extension CourseTag {
    /// All tags of a row with these columns as one text, as the outbox has it.
    fileprivate static func state(_ row: Row) -> String {
        let parts = [row["subject_tags"] as String? ?? "", row["manual_tags"] as String? ?? ""]
        return parts == ["", ""] ? "" : parts.joined(separator: "\u{1F}")
    }
}

extension DeliveredStatistic {
    fileprivate init(_ row: Row) {
        self.init(
            enrolment: row["external_id"], mail: row["email"], firstActivity: row["created_at"],
            lastActivity: row["updated_at"], isCompleted: row["completed"],
            isToldCompleted: (row["told_state"] as String?).map { StatisticState($0).isCompleted } ?? false,
            opened: row["opened"])
    }
}
