package import Foundation
import Model

/// How far a learner has come on a path.
package struct PathLearner: Sendable, Equatable {
    package let email: String
    /// The courses of the path that the learner has attempted.
    package let begun: Int
    /// Those of them that the learner has completed.
    package let completed: Int
    package let lastActivity: Date
}

extension Store {
    /// The learners who have attempted a course of a path, who completed most of it first.
    ///
    /// - Parameters:
    ///   - groups: only attempts in these groups; empty: in all.
    ///   - offset: how many to leave out.
    package func learners(ofPath id: Int64, groups: [String] = [], offset: Int, limit: Int)
        async throws(StoreError) -> [PathLearner]
    {
        try await read { db in
            let isCovered = groups.isEmpty ? "true" : db.sql.isAmong("d.group_id", ":groups")
            return try db.rows(
                """
                SELECT l.email, count(DISTINCT a.course) AS begun,
                    count(DISTINCT a.course) FILTER (WHERE a.completed_at IS NOT NULL) AS done,
                    max(a.last_activity) AS latest
                FROM path_course x JOIN attempt a ON a.course = x.course JOIN learner l ON l.id = a.learner
                    JOIN course c ON c.id = x.course JOIN deployment d ON d.id = c.deployment
                WHERE x.path = :path AND \(isCovered)
                GROUP BY l.id, l.email ORDER BY done DESC, begun DESC, l.email LIMIT :limit OFFSET :offset
                """, ["path": id, "groups": groups, "limit": limit, "offset": offset]
            ).map {
                PathLearner(
                    email: $0["email"], begun: $0["begun"], completed: $0["done"], lastActivity: $0["latest"])
            }
        }
    }
}
