package import Foundation

/// A change that somebody made.
package struct AuditEntry: Sendable, Equatable, Identifiable {
    package let id: Int64
    package let at: Date
    /// A token's name with its id, or the user of a command.
    package let who: String
    /// The operation, such as `archiveCourse`.
    package let what: String
    /// What was changed, such as `/groups/sales/courses/7`.
    package let subject: String
    /// JSON; nil if there was nothing.
    package let before: String?
    /// JSON; nil if there is nothing any more.
    package let after: String?
    /// False if the process ended before it could say what became of the change.
    package let isFinished: Bool
}

extension Store {
    /// Notes a change that is about to be made: whatever happens on the way, it is known that it began.
    ///
    /// - Returns: what ``finishAudit(_:after:)`` and ``dropAudit(_:)`` take.
    package func beginAudit(who: String, what: String, subject: String, before: String?, at time: Date)
        async throws(StoreError) -> Int64
    {
        try await write { db in
            try db.value(
                Int64.self,
                "INSERT INTO audit (at, who, what, subject, before) VALUES (?, ?, ?, ?, ?) RETURNING id",
                [Instant.milliseconds(time), who, what, subject, before]) ?? 0
        }
    }

    /// Notes how it stands after the change.
    package func finishAudit(_ id: Int64, after: String?) async throws(StoreError) {
        try await write { db in
            try db.run("UPDATE audit SET after = ?, finished = 1 WHERE id = ?", [after, id])
        }
    }

    /// Takes the note of a change back that was refused.
    package func dropAudit(_ id: Int64) async throws(StoreError) {
        try await write { db in try db.run("DELETE FROM audit WHERE id = ?", [id]) }
    }

    /// Changes, the newest first.
    ///
    /// - Parameter before: only those with a lesser id.
    package func audit(before: Int64, limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await read { db in
            try db.rows("SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?", [before, limit]).map(
                AuditEntry.init)
        }
    }

    /// The last change of something, as the audit trail names it.
    package func lastChange(of subject: String) async throws(StoreError) -> AuditEntry? {
        try await read { db in
            try db.row("SELECT * FROM audit WHERE subject = ? ORDER BY id DESC LIMIT 1", [subject]).map(
                AuditEntry.init)
        }
    }
}

extension AuditEntry {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], at: row["at"], who: row["who"], what: row["what"], subject: row["subject"],
            before: row["before"], after: row["after"], isFinished: row["finished"])
    }
}
