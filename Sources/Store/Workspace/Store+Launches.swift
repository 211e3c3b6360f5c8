package import Foundation
import Model

extension Store {
    /// Opens an attempt of a learner at a course, as a launch from the platform does.
    ///
    /// A learner who has an open attempt there goes on with it (our decision).
    ///
    /// - Parameter email: the learner's address; a learner who is new is added (rule A16).
    /// - Returns: the id of the attempt; nil if the address is none.
    package func launch(course: Int64, email: String, at time: Date) async throws(StoreError) -> Int64? {
        guard let email = EmailKey.of(email) else { return nil }
        return try await write { db in
            try db.run("INSERT INTO learner (email) VALUES (?) ON CONFLICT (email) DO NOTHING", [email])
            let learner = try db.value(Int64.self, "SELECT id FROM learner WHERE email = ?", [email])
            let open = try db.value(
                Int64.self,
                """
                SELECT id FROM attempt WHERE course = ? AND learner = ? AND completed_at IS NULL
                ORDER BY first_activity, id LIMIT 1
                """, [course, learner])
            if let open { return open }
            return try db.value(
                Int64.self,
                """
                INSERT INTO attempt (course, learner, first_activity, last_activity, progress, time_spent)
                VALUES (?, ?, ?, ?, 0, 0) RETURNING id
                """, [course, learner, time, time])
        }
    }
}
