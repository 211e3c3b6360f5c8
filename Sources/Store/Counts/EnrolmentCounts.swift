import Model

/// What a transaction changes in the counts of a connection's enrolments: of all, and of content that is no course in any
/// group.
struct EnrolmentCounts {
    private var total = 0
    private var unknown: [String: Int] = [:]

    /// - Parameters:
    ///   - sign: 1 for an enrolment that comes, -1 for one that goes.
    ///   - isKnown: whether the content is a course in some group of the connection.
    mutating func count(_ sign: Int, content: String, isKnown: Bool) {
        total += sign
        if !isKnown { unknown[content, default: 0] += sign }
    }

    /// Writes what was counted.
    func write(_ connection: ConnectionID, _ db: Session) throws {
        if total != 0 {
            try db.run(
                "UPDATE connection SET enrolments = enrolments + ? WHERE id = ?", [total, connection.row])
        }
        let unknown = self.unknown.filter { $0.value != 0 }.map { ($0.key, $0.value) }
        try db.each(
            """
            INSERT INTO unknown_content (connection, content, enrolments) VALUES (?, ?, ?)
            ON CONFLICT (connection, content)
                DO UPDATE SET enrolments = unknown_content.enrolments + excluded.enrolments
            """, unknown
        ) { try $1(connection.row, $0.0, $0.1) }
        try db.each(
            "DELETE FROM unknown_content WHERE connection = ? AND content = ? AND enrolments = 0",
            unknown.filter { $0.1 < 0 }
        ) { try $1(connection.row, $0.0) }
    }

    /// Content that has become a course is unknown no longer.
    static func know(coursesOf deployment: Deployment, _ db: Session) throws {
        try db.run(
            """
            DELETE FROM unknown_content WHERE connection = :connection AND EXISTS (
                SELECT 1 FROM item i JOIN course c ON c.item = i.id AND c.deployment = :deployment
                WHERE i.connection = :connection AND i.external_id = unknown_content.content)
            """, ["connection": deployment.connection.row, "deployment": deployment.id.row])
    }

    /// Counts a connection's enrolments anew, for changes that are made to all of them at once.
    static func recount(_ connection: ConnectionID, _ db: Session) throws {
        let values: Values = ["connection": connection.row]
        for statement in [
            """
            UPDATE connection
            SET enrolments = (SELECT count(*) FROM enrolment WHERE connection = :connection)
            WHERE id = :connection
            """,
            "DELETE FROM unknown_content WHERE connection = :connection",
            """
            INSERT INTO unknown_content (connection, content, enrolments)
            SELECT :connection, e.content, e.number
            FROM (SELECT content, count(*) AS number FROM enrolment WHERE connection = :connection GROUP BY 1) e
            WHERE NOT EXISTS (
                SELECT 1 FROM item i \(db.sql.inThisOrder) deployment d ON d.connection = i.connection
                    \(db.sql.inThisOrder) course c ON c.deployment = d.id AND c.item = i.id
                WHERE i.connection = :connection AND i.external_id = e.content)
            """,
        ] {
            try db.run(statement, values)
        }
    }
}
