package import Foundation
import Model

/// Makes the outbox of one destination the difference between what should stand and the ledger.
///
/// What is in flight stays as it is. What should no longer be done goes; what changed since it was refused
/// may be tried again.
struct OutboxRefresh {
    private let destination: Int64
    private let isCurrent: Bool
    private let deployment: Int64
    private let db: Session

    init(_ destination: StoredDestination, _ db: Session) throws {
        self.destination = destination.id.row
        isCurrent = destination.isCurrent
        deployment = destination.deployment.row
        self.db = db
    }

    func run(at time: Int64) throws {
        try db.run(
            db.sql.temporaryTable(
                "due (work INTEGER NOT NULL, course BIGINT NOT NULL, enrolment TEXT NOT NULL, "
                    + "state TEXT NOT NULL, PRIMARY KEY (work, course, enrolment))"))
        try db.run("DELETE FROM due")
        try collect()
        try db.run(
            """
            DELETE FROM outbox
            WHERE destination = :destination AND batch IS NULL AND NOT EXISTS (
                SELECT 1 FROM due d
                WHERE d.work = outbox.work AND d.course = outbox.course
                    AND d.enrolment = outbox.enrolment)
            """, ["destination": destination])
        try db.run(
            """
            INSERT INTO outbox (destination, work, course, enrolment, state, since)
            SELECT :destination, work, course, enrolment, state, :now FROM due
            WHERE true ORDER BY work, course, enrolment
            ON CONFLICT (destination, work, course, enrolment) DO UPDATE SET
                state = excluded.state, tries = 0, standing = 0, reason = NULL, run = NULL
                WHERE outbox.state <> excluded.state AND outbox.batch IS NULL
            """, ["destination": destination, "now": time])
        try db.run("DELETE FROM due")
    }

    private func collect() throws {
        try add(
            .archive,
            """
            SELECT :work, l.course, '', '' FROM delivered_course l LEFT JOIN course c ON c.id = l.course
            WHERE l.destination = :destination AND l.archived = 0
                AND (:current = 0 OR c.deployment IS DISTINCT FROM :deployment OR c.reasons IS DISTINCT FROM 0)
            """)
        guard isCurrent else { return }
        try add(
            .courses,
            """
            SELECT :work, c.id, '', \(Self.contentState)
            FROM course c JOIN item i ON i.id = c.item
                LEFT JOIN delivered_course l ON l.destination = :destination AND l.course = c.id
            WHERE c.deployment = :deployment AND c.reasons = 0
                AND l.state IS DISTINCT FROM \(Self.contentState)
            """)
        try add(
            .restore,
            """
            SELECT :work, l.course, '', '' FROM delivered_course l JOIN course c ON c.id = l.course
            WHERE l.destination = :destination AND l.archived = 1 AND c.reasons = 0
                AND c.deployment = :deployment
            """)
        try add(
            .statistics,
            """
            SELECT :work, c.id, e.external_id, \(StatisticState.sql)
            FROM deployment d JOIN enrolment e ON e.connection = d.connection
                JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                JOIN item i ON i.connection = e.connection AND i.external_id = e.content
                JOIN course c ON c.deployment = d.id AND c.item = i.id
                LEFT JOIN delivered_course l ON l.destination = :destination AND l.course = c.id
                LEFT JOIN delivered_statistic s
                    ON s.destination = :destination AND s.enrolment = e.external_id
                LEFT JOIN opened_attempt p
                    ON p.destination = :destination AND p.enrolment = e.external_id
            WHERE d.id = :deployment
                AND (c.reasons = 0 OR l.course IS NOT NULL) AND s.state IS DISTINCT FROM \(StatisticState.sql)
            """)
        if try hasTags() { try addTags() }
    }

    private func addTags() throws {
        let separator = db.sql.character(31)
        try add(
            .tags,
            """
            SELECT :work, id, '', tags FROM (
                SELECT id, delivered, coalesce(
                    nullif(coalesce(subject_tags, '') || \(separator) || coalesce(manual_tags, ''), \(separator)),
                    '') AS tags
                FROM (
                    SELECT c.id, coalesce(l.tags, '') AS delivered, \(CourseTag.columns(db.sql))
                    FROM course c JOIN deployment d ON d.id = c.deployment
                        LEFT JOIN delivered_course l ON l.destination = :destination AND l.course = c.id
                    WHERE c.deployment = :deployment AND c.reasons = 0) tagged) joined
            WHERE tags <> delivered
            """)
    }

    /// Most deployments have no tags: then no course is looked at.
    private func hasTags() throws -> Bool {
        try db.value(
            Bool.self,
            """
            SELECT EXISTS (SELECT 1 FROM deployment WHERE id = :deployment AND tagging = 1)
                OR EXISTS (
                    SELECT 1 FROM course_tag m JOIN course c ON c.id = m.course
                    WHERE c.deployment = :deployment)
                OR EXISTS (
                    SELECT 1 FROM delivered_course WHERE destination = :destination AND tags <> '')
            """, ["deployment": deployment, "destination": destination]) ?? false
    }

    private func add(_ work: DeliveryWork, _ sql: String) throws {
        try db.run(
            "INSERT INTO due (work, course, enrolment, state) \(sql)",
            [
                "work": work.rawValue, "destination": destination, "deployment": deployment,
                "current": isCurrent,
            ])
    }

    /// Whether nothing has changed since the outbox was made (rule S9).
    static func isCurrent(_ destination: StoredDestination.ID, _ db: Session) throws -> Bool {
        let state = try state(of: destination, db)
        return try db.exists(
            "SELECT 1 FROM destination WHERE id = ? AND refreshed = ?", [destination.row, state])
    }

    /// The numbers of the newest changes to all that an outbox is made of, but for the ledger.
    static func state(of destination: StoredDestination.ID, _ db: Session) throws -> String? {
        try db.value(
            String.self,
            """
            SELECT t.current || ' ' || d.connection || ' ' || d.changes || ' ' || d.tagging || ' ' || d.hand_tags || ' '
                || d.attempts_to || ' ' || n.revision || ' ' || n.tagged || ' ' || n.learning
            FROM destination t JOIN deployment d ON d.id = t.deployment JOIN connection n ON n.id = d.connection
            WHERE t.id = ?
            """, [destination.row])
    }

    /// The number of an item is part of it: revisions of items that went are given out again.
    static let contentState = "i.id || '.' || i.revision"
}

extension LeasedStore {
    /// Has all outboxes of a company made anew when they are next asked for: a delivery that ends has changed the ledger,
    /// and others may have made them meanwhile.
    package func expireOutboxes(of company: String) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE destination SET refreshed = '' WHERE company = ? AND refreshed <> ''", [company])
        }
    }
}

extension Store {
    /// Makes the outbox of a company what is to be done there.
    ///
    /// - Parameter onlyIfChanged: leaves a place as it is if nothing that its outbox is made of has changed since it was
    ///   last made this way. Deliveries, which change the ledger, begin by making all of them.
    package func refreshOutbox(
        of company: String, onlyIfChanged: Bool = false, at time: Date
    ) async throws(StoreError) {
        for destination in try await destinations(of: company) {
            if onlyIfChanged, try await read({ db in try OutboxRefresh.isCurrent(destination.id, db) }) {
                continue
            }
            try await write { db in
                try db.serializeOutboxes()
                // What changes from here on has it made anew.
                let state = onlyIfChanged ? try OutboxRefresh.state(of: destination.id, db) : ""
                try OutboxRefresh(destination, db).run(at: Instant.milliseconds(time))
                try db.run(
                    "UPDATE destination SET refreshed = ? WHERE id = ?", [state, destination.id.row])
            }
        }
    }
}
