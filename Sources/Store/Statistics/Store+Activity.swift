package import Model

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
    /// The completions of each month that has any, in order.
    package func completionsByMonth(_ query: ActivityQuery = ActivityQuery()) async throws(StoreError)
        -> [MonthOfCompletions]
    {
        try await read { db in
            let scope = try ActivityScope(query, db)
            guard query.isBounded else {
                return try db.rows(
                    """
                    SELECT month, sum(completed) AS completed FROM month_activity
                    WHERE deployment IN (\(scope.deployments)) GROUP BY month ORDER BY month
                    """, once: true
                ).map {
                    MonthOfCompletions(
                        month: UTCMonth(number: $0["month"]).text, completed: $0["completed"])
                }
            }
            let days = try db.rows(
                """
                SELECT (a.completed_at - (a.completed_at % 86400000 + 86400000) % 86400000) / 86400000 AS day,
                    count(*) AS completed
                FROM \(scope.attempts) AND a.completed_at IS NOT NULL GROUP BY 1
                """, scope.values, once: true)
            var months: [Int: Int] = [:]
            for row in days {
                let day: Int64 = row["day"]
                guard let month = UTCMonth(Date(timeIntervalSince1970: Double(day) * 86_400)) else {
                    continue
                }
                months[month.number, default: 0] += row["completed"] as Int
            }
            return months.sorted { $0.key < $1.key }.map {
                MonthOfCompletions(month: UTCMonth(number: $0.key).text, completed: $0.value)
            }
        }
    }

    /// The courses with the most attempts, those first.
    package func busiestCourses(_ query: ActivityQuery) async throws(StoreError) -> [CourseActivity] {
        try await read { db in
            let scope = try ActivityScope(query, db)
            let counted =
                query.isBounded
                ? """
                SELECT a.course, count(DISTINCT a.learner) AS learners, count(*) AS attempts,
                    count(a.completed_at) AS completed FROM \(scope.attempts) GROUP BY a.course
                """
                : """
                SELECT course, learners, attempts, completed FROM course_activity
                WHERE \(scope.isWhole ? "true" : "deployment IN (\(scope.deployments))")
                """
            return try db.rows(
                """
                SELECT b.*, i.name, d.group_id FROM (
                    \(counted) ORDER BY attempts DESC, course LIMIT :limit OFFSET :offset
                ) b JOIN course c ON c.id = b.course JOIN deployment d ON d.id = c.deployment
                    JOIN learning_object i ON i.id = c.item ORDER BY b.attempts DESC, b.course
                """, scope.values + query.page, once: true
            ).map {
                CourseActivity(
                    course: $0["course"], name: $0["name"], group: $0["group_id"], learners: $0["learners"],
                    attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }

    /// The learners with the most attempts, those first.
    package func busiestLearners(_ query: ActivityQuery) async throws(StoreError) -> [LearnerActivity] {
        try await read { db in
            let scope = try ActivityScope(query, db)
            let counted: String
            if query.isBounded {
                counted = """
                    SELECT a.learner, count(*) AS attempts, count(a.completed_at) AS completed
                    FROM \(scope.attempts) GROUP BY a.learner
                    """
            } else if scope.isMixed {
                counted = """
                    SELECT learner, sum(attempts) AS attempts, sum(completed) AS completed
                    FROM learner_activity WHERE deployment IN (\(scope.deployments)) GROUP BY learner
                    """
            } else {
                counted = """
                    SELECT learner, attempts, completed FROM learner_activity
                    WHERE deployment IN (\(scope.deployments))
                    """
            }
            let page = "ORDER BY attempts DESC, learner LIMIT :limit OFFSET :offset"
            // Without a condition on learners only those of the page are looked up.
            let rows =
                query.user == nil
                ? "SELECT l.email, b.* FROM (\(counted) \(page)) b JOIN learner l ON l.id = b.learner"
                    + " ORDER BY b.attempts DESC, b.learner"
                : "SELECT l.email, b.* FROM (\(counted)) b JOIN learner l ON l.id = b.learner"
                    + " WHERE \(scope.learner) \(page)"
            return try db.rows(rows, scope.values + query.page, once: true).map {
                LearnerActivity(user: $0["email"], attempts: $0["attempts"], completed: $0["completed"])
            }
        }
    }
}

extension ActivityQuery {
    fileprivate var page: Values { ["limit": limit, "offset": offset] }
}
