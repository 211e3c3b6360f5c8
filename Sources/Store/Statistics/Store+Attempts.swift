import ConnectorKit
import Foundation
import GRDB
package import Model

extension Store {
    /// Hands out attempts, a batch at a time: by group, provider, course and learner, so that they lie as the
    /// indexes do and nothing is sorted.
    ///
    /// - Parameter each: called with one batch after the other; memory does not grow with their number.
    package func forEachAttempt(
        _ query: AttemptQuery, _ each: @Sendable @escaping ([Attempt]) throws -> Void
    ) async throws(StoreError) {
        var conditions = ["true"]
        var arguments: StatementArguments = []
        if let group = query.group {
            conditions.append("d.group_id = :group")
            arguments += ["group": group]
        }
        if let user = query.user {
            conditions.append("l.email = :user")
            arguments += ["user": EmailKey.of(user) ?? ""]
        }
        if let course = query.course {
            conditions.append("a.course = :course")
            arguments += ["course": course]
        }
        var order = "d.group_id, d.provider, c.item, a.learner, a.id"
        var source = "deployment d CROSS JOIN course c CROSS JOIN attempt a"
        if let after = query.after {
            conditions.append("a.id > :after")
            arguments += ["after": after]
            order = "a.id"
            // A page costs what it holds: attempts are read in their order until it is full.
            source = "attempt a CROSS JOIN course c CROSS JOIN deployment d"
        }
        let sql = """
            SELECT a.*, l.email, d.group_id, d.provider, i.external_id
            FROM \(source) JOIN item i ON i.id = c.item JOIN learner l ON l.id = a.learner
            WHERE c.deployment = d.id AND a.course = c.id AND \(conditions.joined(separator: " AND "))
            ORDER BY \(order) LIMIT \(query.limit ?? -1)
            """
        let values = arguments
        try await read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: values)
            var batch: [Attempt] = []
            while let row = try rows.next() {
                batch.append(Attempt(row))
                if batch.count == 500 {
                    try each(batch)
                    batch.removeAll(keepingCapacity: true)
                }
            }
            if !batch.isEmpty { try each(batch) }
        }
    }

    /// The attempt that was opened last, of any connection; 0 where there is none.
    package func lastAttempt() async throws(StoreError) -> Attempt.ID {
        try await read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM attempt") ?? 0 }
    }

    /// How many attempts there are at the courses of a connection's deployments.
    package func attemptCount(of connection: ConnectionID) async throws(StoreError) -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM attempt a JOIN course c ON c.id = a.course
                        JOIN deployment d ON d.id = c.deployment
                    WHERE d.connection = ?
                    """, arguments: [connection.row]) ?? 0
        }
    }

    /// The external ids of all content that a connection has ever listed, in order.
    package func externalIDs(of connection: ConnectionID) async throws(StoreError) -> [String] {
        try await read { db in
            try String.fetchAll(
                db, sql: "SELECT external_id FROM item WHERE connection = ? ORDER BY 1",
                arguments: [connection.row])
        }
    }
}

extension Attempt {
    init(_ row: Row) {
        let id: Int64 = row["id"]
        let state = AttemptState(
            opening: (row["enrolment"] as String?).map { .enrolment($0) } ?? .launch(id),
            firstActivity: Instant.date(row["first_activity"]),
            lastActivity: Instant.date(row["last_activity"]),
            completedAt: (row["completed_at"] as Int64?).map(Instant.date), progress: row["progress"],
            result: (row["result"] as Bool?).map { $0 ? .success : .failed }, timeSpent: row["time_spent"])
        self.init(
            id: id, group: row["group_id"], provider: row["provider"], externalCourseID: row["external_id"],
            user: row["email"], state: state)
    }
}
