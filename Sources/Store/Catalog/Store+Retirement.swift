package import Foundation
package import Model

extension Store {
    /// Content that will retire and whose course is active in some group, the earliest date first (rule C19). What
    /// has retired is left out: its provider unpublishes it.
    ///
    /// A suggestion is active in the group, or if none is asked for, in every group that uses the content, and is
    /// not to retire before it.
    ///
    /// - Parameters:
    ///   - group: only what this group uses; other groups that use it are named all the same.
    ///   - isPast: whether instead of what will retire, what is past its date is asked for, the latest date first: its
    ///     provider has not taken it away yet.
    ///   - covered: only what one of these groups uses, and no other group nor its paths are named; empty: all groups.
    ///   - offset: how much to leave out.
    ///   - limit: how much at most; nil for all.
    package func retiring(
        group: String? = nil, isPast: Bool = false, among covered: [String] = [], offset: Int = 0,
        limit: Int? = nil, at now: Date
    ) async throws(StoreError) -> [RetiringContent] {
        let users = group.map { [$0] } ?? covered
        let order = isPast ? "i.retires_at DESC" : "i.retires_at"
        return try await read { db in
            let sql = db.sql
            let isTheirs = users.isEmpty ? "true" : sql.isAmong("d.group_id", ":groups")
            let rows = try db.rows(
                """
                SELECT i.id, i.connection, i.external_id, i.name, i.retires_at, n.provider, a.ids,
                    (SELECT \(sql.lines("d.group_id"))
                    FROM course c \(sql.inThisOrder) deployment d ON d.id = c.deployment
                    WHERE d.connection = i.connection AND c.item = i.id AND c.reasons = 0) AS group_ids
                FROM (
                    SELECT i.id FROM item i
                    WHERE i.retires_at \(isPast ? "<=" : ">") :now AND EXISTS (
                        SELECT 1 FROM course c \(sql.inThisOrder) deployment d ON d.id = c.deployment
                        WHERE c.item = i.id AND c.reasons = 0 AND d.connection = i.connection AND \(isTheirs))
                    ORDER BY \(order), i.external_id, i.id LIMIT :limit OFFSET :offset
                ) p JOIN learning_object i ON i.id = p.id JOIN connection n ON n.id = i.connection
                    LEFT JOIN alternatives a
                        ON a.connection = i.connection AND a.external_id = i.external_id
                ORDER BY \(order), i.external_id, i.id
                """,
                [
                    "now": Instant.milliseconds(now), "groups": users, "limit": limit ?? Int.max,
                    "offset": offset,
                ])
            return try rows.map { row in
                let groups = TextList.decode(row["group_ids"]).sorted().filter {
                    covered.isEmpty || covered.contains($0)
                }
                let suggestions = try (row["ids"] as String?).map { ids in
                    try TextList.decode(ids).map { try RetiringContent.suggestion($0, to: row, covered, db) }
                }
                let users = group.map { [$0] } ?? groups
                return RetiringContent(
                    externalID: row["external_id"], name: row["name"], provider: row["provider"],
                    retiresAt: row["retires_at"], groups: groups,
                    uses: try RetiringContent.uses(of: row["id"], in: row["connection"], covered, db),
                    paths: try Self.paths(
                        of: row["id"], in: row["connection"], among: covered, db),
                    suggestions: suggestions,
                    alternatives: suggestions?.filter { suggestion in
                        Set(users).isSubset(of: suggestion.courses.map(\.group))
                    })
            }
        }
    }

    /// The names of the paths that have a course of an item, in these groups.
    private static func paths(
        of item: Int64, in connection: Int64, among covered: [String], _ db: Session
    ) throws -> [String] {
        let isCovered = covered.isEmpty ? "true" : db.sql.isAmong("d.group_id", ":covered")
        return try db.values(
            String.self,
            """
            SELECT p.name FROM path p WHERE p.id IN (
                SELECT x.path FROM deployment d \(db.sql.inThisOrder) course c ON c.deployment = d.id
                    \(db.sql.inThisOrder) path_course x ON x.course = c.id
                WHERE d.connection = :connection AND c.item = :item AND \(isCovered))
            ORDER BY p.position
            """, ["connection": connection, "item": item, "covered": covered])
    }

    /// What will retire, is used, and has no suggestions yet, none for its present date, or only old ones; the
    /// earliest date first.
    ///
    /// - Parameter askedBefore: what was asked for before this is old.
    package func contentWithoutAlternatives(
        of connection: ConnectionID, at now: Date, askedBefore: Date, limit: Int
    ) async throws(StoreError) -> [(externalID: String, retiresAt: Date)] {
        try await read { db in
            try db.rows(
                """
                SELECT i.external_id, i.retires_at
                FROM item i LEFT JOIN alternatives a
                    ON a.connection = i.connection AND a.external_id = i.external_id
                WHERE i.connection = ? AND i.retires_at > ?
                    AND (a.asked IS NULL OR a.retires_at <> i.retires_at OR a.asked < ?)
                    AND EXISTS (
                        SELECT 1 FROM deployment d \(db.sql.inThisOrder) course c ON true
                        WHERE d.connection = i.connection AND c.deployment = d.id AND c.item = i.id
                            AND c.reasons = 0)
                ORDER BY i.retires_at, i.external_id LIMIT ?
                """,
                [connection.row, Instant.milliseconds(now), Instant.milliseconds(askedBefore), limit]
            ).map { ($0["external_id"], $0["retires_at"]) }
        }
    }

    /// Keeps what a provider suggests instead of an item.
    package func setAlternatives(
        _ ids: [String], to externalID: String, retiresAt: Date, of connection: ConnectionID, at time: Date
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO alternatives (connection, external_id, retires_at, ids, asked) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (connection, external_id) DO UPDATE SET retires_at = excluded.retires_at,
                    ids = excluded.ids, asked = excluded.asked
                """,
                [
                    connection.row, externalID, Instant.milliseconds(retiresAt), TextList.encode(ids),
                    Instant.milliseconds(time),
                ])
        }
    }
}

extension LeasedStore {
    /// Keeps a date of retirement that an event stated, if the item itself names none.
    package func announceRetirement(of externalID: String, at date: Date, in connection: ConnectionID)
        async throws(StoreError)
    {
        try await write { db in
            try db.run(
                """
                UPDATE item SET retires_at = ?
                WHERE connection = ? AND external_id = ? AND retires_at IS NULL
                """, [Instant.milliseconds(date), connection.row, externalID])
        }
    }
}
