package import Foundation
package import Model

/// Content that a provider will retire, and that some group uses.
package struct RetiringContent: Sendable, Equatable {
    package let externalID: String
    package let name: String
    package let provider: String
    package let retiresAt: Date
    /// The ids of the groups in which its course is active, in order.
    package let groups: [String]
    /// The names of the paths that its courses are in, in the order of the paths.
    package let paths: [String]
    /// What the provider suggests instead and the groups have, best first; nil if it was not asked yet.
    package let alternatives: [Alternative]?

    package struct Alternative: Sendable, Equatable {
        package let externalID: String
        package let name: String
    }
}

extension Store {
    /// Content that will retire and whose course is active in some group, the earliest date first (rule C19). What
    /// has retired is left out: its provider unpublishes it.
    ///
    /// A suggestion is active in the group, or if none is asked for, in every group that uses the content, and is
    /// not to retire before it.
    ///
    /// - Parameters:
    ///   - group: only what this group uses; other groups that use it are named all the same.
    ///   - covered: only what one of these groups uses, and no other group nor its paths are named; empty: all groups.
    ///   - offset: how much to leave out.
    ///   - limit: how much at most; nil for all.
    package func retiring(
        group: String? = nil, among covered: [String] = [], offset: Int = 0, limit: Int? = nil, at now: Date
    ) async throws(StoreError) -> [RetiringContent] {
        let users = group.map { [$0] } ?? covered
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
                    WHERE i.retires_at > :now AND EXISTS (
                        SELECT 1 FROM course c \(sql.inThisOrder) deployment d ON d.id = c.deployment
                        WHERE c.item = i.id AND c.reasons = 0 AND d.connection = i.connection AND \(isTheirs))
                    ORDER BY i.retires_at, i.external_id, i.id LIMIT :limit OFFSET :offset
                ) p JOIN learning_object i ON i.id = p.id JOIN connection n ON n.id = i.connection
                    LEFT JOIN alternatives a
                        ON a.connection = i.connection AND a.external_id = i.external_id
                ORDER BY i.retires_at, i.external_id, i.id
                """,
                [
                    "now": Instant.milliseconds(now), "groups": users, "limit": limit ?? Int.max,
                    "offset": offset,
                ])
            return try rows.map { row in
                let groups = TextList.decode(row["group_ids"]).sorted().filter {
                    covered.isEmpty || covered.contains($0)
                }
                let alternatives = try (row["ids"] as String?).map { ids in
                    try TextList.decode(ids).compactMap {
                        try Self.alternative($0, to: row, in: group.map { [$0] } ?? groups, db)
                    }
                }
                return RetiringContent(
                    externalID: row["external_id"], name: row["name"], provider: row["provider"],
                    retiresAt: row["retires_at"], groups: groups,
                    paths: try Self.paths(
                        of: row["id"], in: row["connection"], among: covered, db),
                    alternatives: alternatives)
            }
        }
    }

    /// A suggestion; nil if it is no replacement for these groups.
    private static func alternative(_ id: String, to content: Row, in groups: [String], _ db: Session) throws
        -> RetiringContent.Alternative?
    {
        let found = try db.rows(
            """
            SELECT i.name, d.group_id FROM learning_object i JOIN deployment d ON d.connection = i.connection
                JOIN course c ON c.deployment = d.id AND c.item = i.id AND c.reasons = 0
            WHERE i.connection = ? AND i.external_id = ? AND i.id <> ?
                AND (i.retires_at IS NULL OR i.retires_at > ?)
            """,
            [content["connection"] as Int64, id, content["id"] as Int64, content["retires_at"] as Int64])
        guard let name = found.first?["name"] as String?,
            Set(groups).isSubset(of: found.map { $0["group_id"] as String })
        else { return nil }
        return RetiringContent.Alternative(externalID: id, name: name)
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
