import Model

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
    /// Counts the attempts of a course, a learner or a path.
    ///
    /// - Parameter groups: only at courses of these groups; empty: of all.
    package func summary(of scope: SummaryScope, groups: [String] = []) async throws(StoreError)
        -> AttemptSummary
    {
        let condition: String
        let value: any Bindable
        switch scope {
        case .everybody: (condition, value) = ("true", 1)
        case .course(let id): (condition, value) = ("a.course = :value", id)
        case .learner(let email):
            (condition, value) = (
                "a.learner = (SELECT id FROM learner WHERE email = :value)", EmailKey.of(email) ?? ""
            )
        case .path(let id):
            (condition, value) = ("a.course IN (SELECT course FROM path_course WHERE path = :value)", id)
        }
        let ofGroups = groups.isEmpty ? "true" : engine.dialect.isAmong("d.group_id", ":groups")
        return try await read { db in
            let row = try db.row(
                """
                SELECT count(DISTINCT a.course) AS courses, count(DISTINCT a.learner) AS learners,
                    count(*) AS attempts, count(a.completed_at) AS completed,
                    count(CASE WHEN a.result = 1 THEN 1 END) AS succeeded,
                    count(CASE WHEN a.result = 0 THEN 1 END) AS failed,
                    coalesce(sum(a.time_spent), 0) AS spent
                FROM attempt a JOIN course c ON c.id = a.course JOIN deployment d ON d.id = c.deployment
                WHERE \(condition)
                    AND \(ofGroups)
                """, ["value": value, "groups": groups])
            var summary = AttemptSummary()
            guard let row else { return summary }
            summary.courses = row["courses"]
            summary.learners = row["learners"]
            summary.attempts = row["attempts"]
            summary.completed = row["completed"]
            summary.succeeded = row["succeeded"]
            summary.failed = row["failed"]
            summary.timeSpent = row["spent"]
            return summary
        }
    }
}
