package import Model

/// Attempts, counted.
package struct AttemptSummary: Sendable, Equatable {
    package var courses = 0
    package var learners = 0
    package var attempts = 0
    package var completed = 0
    package var succeeded = 0
    package var failed = 0
    /// Milliseconds, of the attempts whose time is known.
    package var timeSpent: Int64 = 0

    package init() {}
}

/// Whose attempts are counted.
package enum SummaryScope: Sendable {
    case everybody
    case course(Int64)
    /// A learner's e-mail address, in any case.
    case learner(String)
    case path(Int64)
}

extension Store {
    /// Counts the attempts of everybody, or of a part of the time.
    package func summary(_ query: ActivityQuery) async throws(StoreError) -> AttemptSummary {
        try await read { db in try AttemptSummary(of: query, db) }
    }

    /// Counts the attempts of everybody, or of a course, a learner or a path.
    ///
    /// - Parameter groups: only at courses of these groups; empty: of all.
    package func summary(of scope: SummaryScope, groups: [String] = []) async throws(StoreError)
        -> AttemptSummary
    {
        try await read { db in
            switch scope {
            case .everybody: try AttemptSummary(of: ActivityQuery(groups: groups), db)
            case .course(let id): try AttemptSummary(ofCourse: id, groups, db)
            case .learner(let email):
                try AttemptSummary(
                    "a.learner = (SELECT id FROM learner WHERE email = :value)", EmailKey.of(email) ?? "",
                    groups, db)
            case .path(let id):
                try AttemptSummary(
                    "a.course IN (SELECT course FROM path_course WHERE path = :value)", id, groups, db)
            }
        }
    }
}

extension AttemptSummary {
    private init(_ row: Row) {
        courses = row["courses"]
        learners = row["learners"]
        attempts = row["attempts"]
        completed = row["completed"]
        succeeded = row["succeeded"]
        failed = row["failed"]
        timeSpent = row["spent"]
    }

    /// What is kept of all attempts, or of those of some deployments; a part of the time is counted.
    fileprivate init(of query: ActivityQuery, _ db: Session) throws {
        let scope = try ActivityScope(query, db)
        guard !query.isBounded else {
            let row = try db.rows("SELECT \(Self.counts) FROM \(scope.attempts)", scope.values, once: true)
                .first
            self = row.map { AttemptSummary($0) } ?? AttemptSummary()
            return
        }
        let row = try db.rows(
            """
            SELECT coalesce(sum(attempts), 0) AS attempts, coalesce(sum(completed), 0) AS completed,
                coalesce(sum(succeeded), 0) AS succeeded, coalesce(sum(failed), 0) AS failed,
                coalesce(sum(time_spent), 0) AS spent,
                (SELECT count(*) FROM course_activity
                    \(scope.isWhole ? "" : "WHERE deployment IN (\(scope.deployments))")) AS courses,
                (SELECT count(\(scope.isMixed ? "DISTINCT learner" : "*")) FROM learner_activity
                    WHERE deployment IN (\(scope.deployments))) AS learners
            FROM deployment_activity WHERE deployment IN (\(scope.deployments))
            """, once: true
        ).first
        self = row.map { AttemptSummary($0) } ?? AttemptSummary()
    }

    /// What is kept of a course.
    fileprivate init(ofCourse id: Int64, _ groups: [String], _ db: Session) throws {
        let row = try db.row(
            """
            SELECT 1 AS courses, a.learners, a.attempts, a.completed, a.succeeded, a.failed,
                a.time_spent AS spent
            FROM course_activity a JOIN deployment d ON d.id = a.deployment
            WHERE a.course = :course AND \(groups.isEmpty ? "true" : db.sql.isAmong("d.group_id", ":groups"))
            """, ["course": id, "groups": groups])
        self = row.map { AttemptSummary($0) } ?? AttemptSummary()
    }

    /// Attempts `a`, counted.
    private static let counts = """
        count(DISTINCT a.course) AS courses, count(DISTINCT a.learner) AS learners,
            count(*) AS attempts, count(a.completed_at) AS completed,
            count(CASE WHEN a.result = 1 THEN 1 END) AS succeeded,
            count(CASE WHEN a.result = 0 THEN 1 END) AS failed,
            coalesce(sum(\(AttemptCounts.countedTime)), 0) AS spent
        """

    /// Counts the attempts that a condition finds.
    fileprivate init(_ condition: String, _ value: any Bindable, _ groups: [String], _ db: Session) throws {
        let row = try db.row(
            """
            SELECT \(Self.counts)
            FROM attempt a JOIN course c ON c.id = a.course JOIN deployment d ON d.id = c.deployment
            WHERE \(condition) AND \(groups.isEmpty ? "true" : db.sql.isAmong("d.group_id", ":groups"))
            """, ["value": value, "groups": groups])
        self = row.map { AttemptSummary($0) } ?? AttemptSummary()
    }
}
