package import Foundation
import GRDB
import Model

extension Store {
    /// Opens an attempt of a learner at a course, as a launch from the platform does.
    ///
    /// A learner who has an open attempt there goes on with it (our decision).
    ///
    /// - Parameter email: the learner's address; a learner who is new is added (contract section 7).
    /// - Returns: the id of the attempt; nil where the address is none.
    package func launch(course: Int64, email: String, at time: Date) async throws(StoreError) -> Int64? {
        guard let email = EmailKey.of(email) else { return nil }
        let now = Instant.milliseconds(time)
        return try await write { db in
            try db.execute(
                sql: "INSERT INTO learner (email) VALUES (?) ON CONFLICT (email) DO NOTHING",
                arguments: [email])
            let learner = try Int64.fetchOne(
                db, sql: "SELECT id FROM learner WHERE email = ?", arguments: [email])
            let open = try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM attempt WHERE course = ? AND learner = ? AND completed_at IS NULL
                    ORDER BY first_activity, id LIMIT 1
                    """, arguments: [course, learner])
            if let open { return open }
            try db.execute(
                sql: """
                    INSERT INTO attempt (course, learner, first_activity, last_activity, progress, time_spent)
                    VALUES (?, ?, ?, ?, 0, 0)
                    """, arguments: [course, learner, now, now])
            return db.lastInsertedRowID
        }
    }
}
