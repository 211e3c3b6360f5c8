import Foundation

/// How many attempts were completed in a month.
package struct MonthOfCompletions: Sendable, Equatable {
    /// Such as `2026-11`, in UTC.
    package let month: String
    package let completed: Int

    package init(month: String, completed: Int) {
        self.month = month
        self.completed = completed
    }
}

/// The attempts at one course, counted.
package struct CourseActivity: Sendable, Equatable {
    package let course: Int64
    package let name: String
    package let group: String
    package let learners: Int
    package let attempts: Int
    package let completed: Int
}

/// The attempts of one learner, counted.
package struct LearnerActivity: Sendable, Equatable {
    package let user: String
    package let attempts: Int
    package let completed: Int
}

extension Store {
    /// The attempts at courses of groups; of all if there are none.
    private func attempts(_ groups: [String]) -> String {
        """
        FROM attempt a JOIN course c ON c.id = a.course JOIN deployment d ON d.id = c.deployment
        WHERE \(groups.isEmpty ? "true" : engine.dialect.isAmong("d.group_id", ":groups"))
        """
    }

    /// The completions of each month that has any, in order.
    ///
    /// - Parameter groups: only at courses of these groups; empty: of all. The same holds for the others.
    package func completionsByMonth(groups: [String] = []) async throws(StoreError) -> [MonthOfCompletions] {
        let attempts = attempts(groups)
        return try await read { db in
            try db.rows(
                """
                SELECT \(db.sql.month("a.completed_at")) AS month, count(*) AS completed
                \(attempts) AND a.completed_at IS NOT NULL
                GROUP BY 1 ORDER BY 1
                """, ["groups": groups]
            ).map { MonthOfCompletions(month: $0["month"], completed: $0["completed"]) }
        }
    }

    /// The courses with the most attempts, those first.
    package func busiestCourses(groups: [String] = [], limit: Int) async throws(StoreError)
        -> [CourseActivity]
    {
        let attempts = attempts(groups)
        return try await read { db in
            try db.rows(
                """
                SELECT b.*, i.name FROM (
                    SELECT c.id, c.item, d.group_id, count(*) AS attempts,
                        count(DISTINCT a.learner) AS learners, count(a.completed_at) AS completed
                    \(attempts) GROUP BY c.id, c.item, d.group_id ORDER BY attempts DESC, c.id LIMIT :limit
                ) b JOIN item i ON i.id = b.item ORDER BY b.attempts DESC, b.id
                """, ["groups": groups, "limit": limit]
            ).map {
                CourseActivity(
                    course: $0["id"], name: $0["name"], group: $0["group_id"], learners: $0["learners"],
                    attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }

    /// The learners with the most attempts, those first.
    package func busiestLearners(groups: [String] = [], limit: Int) async throws(StoreError)
        -> [LearnerActivity]
    {
        let attempts = attempts(groups)
        return try await read { db in
            try db.rows(
                """
                SELECT l.email, b.* FROM (
                    SELECT a.learner, count(*) AS attempts, count(a.completed_at) AS completed
                    \(attempts) GROUP BY a.learner ORDER BY attempts DESC, a.learner LIMIT :limit
                ) b JOIN learner l ON l.id = b.learner ORDER BY b.attempts DESC, b.learner
                """, ["groups": groups, "limit": limit]
            ).map {
                LearnerActivity(user: $0["email"], attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }
}
