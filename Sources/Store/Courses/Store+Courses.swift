package import ConnectorKit
import Foundation
import GRDB
package import Model

extension Store {
    /// Hands out the courses a query asks for, in order of their external ids, a batch at a time.
    ///
    /// - Parameter each: called with one batch after the other; memory does not grow with their number.
    package func forEachCourse(
        _ query: CourseQuery, _ each: @Sendable @escaping ([Course]) throws -> Void
    ) async throws(StoreError) {
        var conditions = ["d.group_id = :group"]
        var arguments: StatementArguments = ["group": query.group]
        switch query.archived {
        case .yes: conditions.append("c.reasons <> 0")
        case .no: conditions.append("c.reasons = 0")
        case .any: break
        }
        if !query.types.isEmpty {
            conditions.append("i.provider_type IN (SELECT value FROM json_each(:types))")
            arguments += ["types": try JSONText.encode(query.types)]
        }
        if !query.languages.isEmpty {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM json_each(:languages) l
                    WHERE lower(i.lang) = l.value OR lower(i.lang) LIKE l.value || '-%')
                """)
            arguments += ["languages": try JSONText.encode(query.languages.map { $0.text.lowercased() })]
        }
        if let search = query.search {
            guard let match = SearchIndex.match(search) else { return }
            try await refreshSearch()
            conditions.append("i.id IN (SELECT rowid FROM search WHERE search MATCH :match)")
            arguments += ["match": match]
        }
        if let after = query.after {
            conditions.append("(i.external_id, d.provider) > (:id, :provider)")
            arguments += ["id": after.externalID, "provider": after.provider]
        }
        let wanted = conditions.joined(separator: " AND ")
        let joined = "JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item"
        var source = "FROM course c \(joined) WHERE \(wanted)"
        if let limit = query.limit {
            guard let page = try await page(of: query.group, wanted, limit) else { return }
            source = "FROM (\(page)) p JOIN course c ON c.id = p.id \(joined)"
        }
        let sql = """
            SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns)
            \(source) ORDER BY i.external_id, d.provider
            """
        let values = arguments
        try await read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: values)
            var batch: [Course] = []
            while let row = try rows.next() {
                batch.append(Course(row))
                if batch.count == 500 {
                    try each(batch)
                    batch.removeAll(keepingCapacity: true)
                }
            }
            if !batch.isEmpty { try each(batch) }
        }
    }

    /// The ids of one page of courses, as SQL: the items of each connection are looked at in the order of their
    /// index until the page is full, so that every page costs the same.
    ///
    /// - Returns: nil where the group has no provider.
    private func page(of group: String, _ wanted: String, _ limit: Int) async throws(StoreError) -> String? {
        let connections = try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM connection
                    WHERE provider IN (SELECT provider FROM deployment WHERE group_id = ?)
                    """, arguments: [group])
        }
        let parts = connections.map { connection in
            """
            SELECT * FROM (
                SELECT c.id, i.external_id, d.provider
                FROM item i CROSS JOIN deployment d CROSS JOIN course c
                WHERE c.deployment = d.id AND c.item = i.id AND i.connection = \(connection) AND \(wanted)
                ORDER BY i.external_id, d.provider LIMIT \(limit))
            """
        }
        guard !parts.isEmpty else { return nil }
        return parts.joined(separator: " UNION ALL ") + " ORDER BY 2, 3 LIMIT \(limit)"
    }

    /// One course of a group by its id.
    package func course(_ id: Int64, group: String) async throws(StoreError) -> Course? {
        try await course("c.id = ? AND d.group_id = ?", [id, group])
    }

    /// One course by its id, in whichever group it is.
    package func course(_ id: Int64) async throws(StoreError) -> Course? {
        try await course("c.id = ?", [id])
    }

    /// One course of a deployment by the provider's id of its item.
    package func course(externalID: String, provider: String, group: String) async throws(StoreError)
        -> Course?
    {
        try await course(
            "i.external_id = ? AND d.provider = ? AND d.group_id = ?", [externalID, provider, group])
    }

    /// An item of a connection that may have no course in a group.
    package func item(externalID: String, of connection: ConnectionID) async throws(StoreError) -> StoredItem?
    {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM item WHERE connection = ? AND external_id = ?",
                arguments: [connection.row, externalID]
            ).map {
                StoredItem(content: LearningObject($0), offered: $0["state"] == ItemState.offered.rawValue)
            }
        }
    }

    /// Archives a course by hand, or lifts that.
    ///
    /// - Returns: the course as it stands now; nil where the group has none of this id.
    package func setManualArchive(_ archived: Bool, course id: Int64, group: String) async throws(StoreError)
        -> Course?
    {
        let bit = ArchiveReasons.manual.rawValue
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE course SET reasons = CASE WHEN ? THEN reasons | ? ELSE reasons & ~? END
                    WHERE id = ? AND deployment IN (SELECT id FROM deployment WHERE group_id = ?)
                    """, arguments: [archived, bit, bit, id, group])
        }
        return try await course(id, group: group)
    }

    /// How many courses each deployment has, active and archived.
    package func courseCounts() async throws(StoreError) -> [CourseCount] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT d.group_id, d.provider, sum(c.reasons = 0) AS active, sum(c.reasons <> 0) AS archived
                    FROM course c JOIN deployment d ON d.id = c.deployment GROUP BY d.id ORDER BY 1, 2
                    """
            ).map {
                CourseCount(
                    group: $0["group_id"], provider: $0["provider"], active: $0["active"],
                    archived: $0["archived"])
            }
        }
    }

    private func course(_ condition: String, _ arguments: StatementArguments) async throws(StoreError)
        -> Course?
    {
        try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns)
                    FROM course c JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                    WHERE \(condition)
                    ORDER BY i.connection = d.connection DESC LIMIT 1
                    """, arguments: arguments
            ).map(Course.init)
        }
    }
}

/// An item of a connection as it was last listed.
package struct StoredItem: Sendable {
    package let content: LearningObject
    /// Whether the provider offers it, as far as listings have shown.
    package let offered: Bool
}

/// How many courses a deployment has.
package struct CourseCount: Sendable, Equatable {
    package let group: String
    package let provider: String
    package let active: Int
    package let archived: Int
}

enum JSONText {
    static func encode(_ texts: [String]) throws(StoreError) -> String {
        guard let data = try? JSONEncoder().encode(texts) else { return "[]" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Course {
    init(_ row: Row) {
        self.init(
            id: row["course"], group: row["group_id"], provider: row["provider"],
            content: LearningObject(row),
            reasons: ArchiveReasons(rawValue: row["reasons"]), tags: CourseTag.list(row))
    }
}

extension LearningObject {
    init(_ row: Row) {
        self.init()
        externalID = row["external_id"]
        name = row["name"]
        description = row["description"]
        image = row["image"]
        duration = row["duration"]
        authors = TextList.decode(row["authors"])
        publisher = row["publisher"]
        language = row["lang"]
        launchURL = row["launch_url"]
        modifiedAt = (row["modified_at"] as Int64?).map(Instant.date)
        subjects = TextList.decode(row["subjects"])
        contentType = ContentType(rawValue: row["content_type"]) ?? .course
        providerType = row["provider_type"]
        published = row["published"]
        retiresAt = (row["retires_at"] as Int64?).map(Instant.date)
    }
}
