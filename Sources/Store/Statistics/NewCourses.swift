import Model

/// Courses that have come into being since the attempts of their deployments were last brought in line: enrolments
/// may have been kept for them.
struct NewCourses {
    /// How many courses with enrolments one transaction takes.
    private static let batch = 500

    private let newest: Int64
    private let deployment: Int64
    let connection: ConnectionID
    private let done: Int64

    /// The first deployment that has some; nil if none has any.
    init?(_ db: Session) throws {
        newest = try db.value(Int64.self, "SELECT max(id) FROM course") ?? 0
        let row = try db.row(
            "SELECT id, connection, attempts_to FROM deployment WHERE attempts_to < ? ORDER BY id LIMIT 1",
            [newest])
        guard let row else { return nil }
        deployment = row["id"]
        connection = ConnectionID(row["connection"])
        done = row["attempts_to"]
    }

    func apply(_ rule: AttemptRule, _ db: Session) throws -> AttemptChanges {
        var attempts = try AttemptReconciler(connection, rule, db)
        let courses = try due(db)
        for (_, content) in courses {
            try attempts.reconcile(
                learners(of: content, db).map { LearnerAtContent(content: content, learner: $0) })
        }
        let upTo = courses.count < Self.batch ? newest : courses.last?.id ?? newest
        try db.run("UPDATE deployment SET attempts_to = ? WHERE id = ?", [upTo, deployment])
        return attempts.changes
    }

    private func due(_ db: Session) throws -> [(id: Int64, content: String)] {
        try db.rows(
            """
            SELECT c.id, i.external_id FROM course c \(db.sql.inThisOrder) item i ON i.id = c.item
            WHERE c.id > ? AND \(db.sql.unindexed("c.deployment")) = ? AND EXISTS (
                SELECT 1 FROM enrolment e WHERE e.connection = ? AND e.content = i.external_id)
            ORDER BY c.id LIMIT ?
            """, [done, deployment, connection.row, Self.batch]
        ).map { ($0["id"], $0["external_id"]) }
    }

    private func learners(of content: String, _ db: Session) throws -> [Int64] {
        try db.values(
            Int64.self,
            """
            SELECT DISTINCT a.learner FROM enrolment e JOIN account a ON a.id = e.account
            WHERE e.connection = ? AND e.content = ? AND a.learner IS NOT NULL ORDER BY 1
            """, [connection.row, content])
    }
}
