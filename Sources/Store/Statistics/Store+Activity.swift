import Model

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

/// Whose attempts are read from what is counted.
struct ActivityScope {
    /// As SQL: the deployments under which something is counted.
    let deployments: String
    /// Whether a learner may be counted under more than one of them.
    let isMixed: Bool

    /// - Parameter groups: those of the courses; all if there are none.
    init(_ groups: [String], _ db: Session) throws {
        guard !groups.isEmpty else {
            (deployments, isMixed) = (String(AttemptCounts.all), false)
            return
        }
        let ids = try db.values(
            Int64.self, "SELECT id FROM deployment WHERE \(db.sql.isAmong("group_id", ":groups"))",
            ["groups": groups])
        deployments = ids.map(String.init).joined(separator: ", ")
        isMixed = ids.count > 1
    }
}

extension Store {
    /// The completions of each month that has any, in order.
    ///
    /// - Parameter groups: only at courses of these groups; empty: of all. The same holds for the others.
    package func completionsByMonth(groups: [String] = []) async throws(StoreError) -> [MonthOfCompletions] {
        try await read { db in
            let scope = try ActivityScope(groups, db)
            return try db.rows(
                """
                SELECT month, sum(completed) AS completed FROM month_activity
                WHERE deployment IN (\(scope.deployments)) GROUP BY month ORDER BY month
                """, once: true
            ).map {
                MonthOfCompletions(month: UTCMonth(number: $0["month"]).text, completed: $0["completed"])
            }
        }
    }

    /// The courses with the most attempts, those first.
    package func busiestCourses(groups: [String] = [], limit: Int) async throws(StoreError)
        -> [CourseActivity]
    {
        try await read { db in
            let scope = try ActivityScope(groups, db)
            let condition = groups.isEmpty ? "true" : "deployment IN (\(scope.deployments))"
            return try db.rows(
                """
                SELECT b.*, i.name, d.group_id FROM (
                    SELECT course, learners, attempts, completed FROM course_activity WHERE \(condition)
                    ORDER BY attempts DESC, course LIMIT :limit
                ) b JOIN course c ON c.id = b.course JOIN deployment d ON d.id = c.deployment
                    JOIN learning_object i ON i.id = c.item ORDER BY b.attempts DESC, b.course
                """, ["limit": limit], once: true
            ).map {
                CourseActivity(
                    course: $0["course"], name: $0["name"], group: $0["group_id"], learners: $0["learners"],
                    attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }

    /// The learners with the most attempts, those first.
    package func busiestLearners(groups: [String] = [], limit: Int) async throws(StoreError)
        -> [LearnerActivity]
    {
        try await read { db in
            let scope = try ActivityScope(groups, db)
            let counts =
                scope.isMixed
                ? "sum(attempts) AS attempts, sum(completed) AS completed" : "attempts, completed"
            return try db.rows(
                """
                SELECT l.email, b.* FROM (
                    SELECT learner, \(counts) FROM learner_activity WHERE deployment IN (\(scope.deployments))
                    \(scope.isMixed ? "GROUP BY learner" : "") ORDER BY 2 DESC, learner LIMIT :limit
                ) b JOIN learner l ON l.id = b.learner ORDER BY b.attempts DESC, b.learner
                """, ["limit": limit], once: true
            ).map {
                LearnerActivity(user: $0["email"], attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }
}
