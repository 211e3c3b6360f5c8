import GRDB
import Model

/// Courses that have come into being since the attempts of their deployments were last brought in line: enrolments
/// may have been kept for them.
struct NewCourses {
    /// How many courses with enrolments one transaction takes.
    private static let batch = 500

    private let newest: Int64
    private let deployment: Int64
    private let connection: ConnectionID
    private let done: Int64

    /// The first deployment that has some; nil where none has.
    init?(_ db: Database) throws {
        newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM course") ?? 0
        let row = try Row.fetchOne(
            db,
            sql:
                "SELECT id, connection, attempts_to FROM deployment WHERE attempts_to < ? ORDER BY id LIMIT 1",
            arguments: [newest])
        guard let row else { return nil }
        deployment = row["id"]
        connection = ConnectionID(row["connection"])
        done = row["attempts_to"]
    }

    func apply(_ rule: AttemptRule, _ db: Database) throws -> AttemptChanges {
        var sheet = try AttemptSheet(connection, rule, db)
        let courses = try due(db)
        for (_, content) in courses {
            for learner in try learners(of: content, db) {
                try sheet.bringInLine(LearnerAtContent(content: content, learner: learner))
            }
        }
        let upTo = courses.count < Self.batch ? newest : courses.last?.id ?? newest
        try db.execute(
            sql: "UPDATE deployment SET attempts_to = ? WHERE id = ?", arguments: [upTo, deployment])
        return sheet.changes
    }

    /// The plus keeps SQLite from looking by deployment: what is new is the narrower way, and in order.
    private func due(_ db: Database) throws -> [(id: Int64, content: String)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT c.id, i.external_id FROM course c CROSS JOIN item i
                WHERE c.id > ? AND +c.deployment = ? AND i.id = c.item AND EXISTS (
                    SELECT 1 FROM enrolment e WHERE e.connection = ? AND e.content = i.external_id)
                ORDER BY c.id LIMIT ?
                """, arguments: [done, deployment, connection.row, Self.batch]
        ).map { ($0["id"], $0["external_id"]) }
    }

    private func learners(of content: String, _ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT a.learner FROM enrolment e JOIN account a ON a.id = e.account
                WHERE e.connection = ? AND e.content = ? AND a.learner IS NOT NULL ORDER BY 1
                """, arguments: [connection.row, content])
    }
}
