package import Foundation
import Model

extension Store {
    /// Opens an attempt of a learner at a course, as a launch from the platform does.
    ///
    /// A learner who has an open attempt there goes on with it (rule A14). The next enrolment takes the launch over
    /// (rule A20); those that are known already began before it.
    ///
    /// - Parameter email: the learner's address; a learner who is new is added (rule A16).
    /// - Returns: the id of the attempt; nil if the address is none.
    package func launch(course: Int64, email: String, at time: Date) async throws(StoreError) -> Int64? {
        guard let email = EmailKey.of(email) else { return nil }
        return try await write { db in
            try db.serializeAttempts()
            try db.run("INSERT INTO learner (email) VALUES (?) ON CONFLICT (email) DO NOTHING", [email])
            let learner = try db.value(Int64.self, "SELECT id FROM learner WHERE email = ?", [email])
            if let open = try Self.goOn(course, learner, at: time, db) { return open }
            let earliest = time - LearnerHistory.Launch.clockDifference
            let values: Values = [
                "course": course, "learner": learner, "at": time, "since": Instant.milliseconds(earliest),
            ]
            let launch = try db.value(
                Int64.self,
                """
                INSERT INTO launch (course, learner, account, at, since, last)
                SELECT c.id, :learner,
                    (SELECT external_id FROM account WHERE learner = :learner AND connection = d.connection
                    ORDER BY gone, external_id LIMIT 1),
                    :at,
                    coalesce(
                        (SELECT max(e.created_at) + 1 FROM account a JOIN enrolment e ON e.account = a.id
                        WHERE a.learner = :learner AND a.connection = d.connection AND e.connection = d.connection
                            AND e.content = i.external_id AND e.created_at >= :since), :since),
                    :at
                FROM course c JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                WHERE c.id = :course RETURNING id
                """, values)
            let attempt = try db.value(
                Int64.self,
                """
                INSERT INTO attempt (course, learner, launch, filled, first_activity, last_activity, progress,
                    time_spent)
                VALUES (?, ?, ?, 0, ?, ?, 0, 0) ON CONFLICT DO NOTHING RETURNING id
                """, [course, learner, launch, time, time])
            if let attempt {
                try Self.count(attempt, db)
                return attempt
            }
            // Another writer launched the course for the learner in this moment.
            try db.run("DELETE FROM launch WHERE id = ?", [launch])
            return try Self.goOn(course, learner, at: time, db)
        }
    }

    private static func count(_ attempt: Int64, _ db: Session) throws {
        var counts = AttemptCounts()
        for one in try PlacedAttempt.all("id = :id", ["id": attempt], db) {
            counts.add(one.state, at: one.place, of: one.learner)
        }
        try counts.write(db)
    }

    /// Prefers an attempt that an enrolment filled: then the launch is the beginning of none.
    ///
    /// - Returns: the attempt that is open; nil if none is.
    private static func goOn(_ course: Int64, _ learner: Int64?, at time: Date, _ db: Session) throws
        -> Int64?
    {
        let open = try db.row(
            """
            SELECT id, launch, filled FROM attempt WHERE course = ? AND learner = ? AND completed_at IS NULL
            ORDER BY filled DESC, first_activity, id LIMIT 1
            """, [course, learner])
        guard let open else { return nil }
        if let launch: Int64 = open[1], !open[2] {
            try db.run("UPDATE launch SET last = ? WHERE id = ? AND last < ?", [time, launch, time])
        }
        return open[0]
    }
}
