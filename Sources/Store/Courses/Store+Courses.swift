package import ConnectorKit
import Foundation
package import Model

extension Store {
    /// Hands out the courses a query asks for, in order of their external ids, a batch at a time.
    ///
    /// - Parameter each: called with one batch after the other; memory does not grow with their number.
    package func forEachCourse(
        _ query: CourseQuery, _ each: @Sendable @escaping ([Course]) throws -> Void
    ) async throws(StoreError) {
        let sql = engine.dialect
        var conditions = ["d.group_id = :group"]
        var arguments: Values = ["group": query.group]
        switch query.archived {
        case .yes: conditions.append("c.reasons <> 0")
        case .no: conditions.append("c.reasons = 0")
        case .any: break
        }
        if !query.types.isEmpty {
            conditions.append(sql.isAmong("i.provider_type", ":types"))
            arguments += ["types": query.types]
        }
        if !query.languages.isEmpty {
            conditions.append(sql.isInRange("i.lang", ":languages"))
            arguments += ["languages": query.languages.map { $0.text.lowercased() }]
        }
        if let search = query.search {
            guard let words = engine.search.query(search) else { return }
            try await refreshSearchIfFree()
            conditions.append("i.id IN (\(engine.search.items))")
            arguments += ["match": words.match]
        }
        if let after = query.after {
            conditions.append("(i.external_id, d.provider) > (:id, :provider)")
            arguments += ["id": after.externalID, "provider": after.provider]
        }
        let wanted = conditions.joined(separator: " AND ")
        let joined = "JOIN deployment d ON d.id = c.deployment JOIN learning_object i ON i.id = c.item"
        var source = "FROM course c \(joined) WHERE \(wanted)"
        if let limit = query.limit {
            guard let page = try await page(of: query.group, wanted) else { return }
            arguments += ["limit": limit]
            source = "FROM (\(page)) p JOIN course c ON c.id = p.id \(joined)"
        }
        let statement = """
            SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(sql))
            \(source) ORDER BY i.external_id, d.provider
            """
        let values = arguments
        try await read { db in
            try db.batches(statement, values, make: Course.init, each)
        }
    }

    /// The ids of one page of courses, as SQL: the items of each connection are looked at in the order of their
    /// index until the page is full, so that every page costs the same.
    ///
    /// - Returns: nil if the group has no provider.
    private func page(of group: String, _ wanted: String) async throws(StoreError) -> String? {
        let connections = try await read { db in
            try db.values(
                Int64.self,
                "SELECT DISTINCT connection FROM deployment WHERE group_id = ? AND active + archived > 0",
                [group])
        }
        let sql = engine.dialect
        let parts = connections.map { connection in
            """
            SELECT * FROM (
                SELECT c.id, i.external_id, d.provider
                FROM item i \(sql.inThisOrder) deployment d ON true \(sql.inThisOrder) course c ON true
                WHERE c.deployment = d.id AND c.item = i.id AND i.connection = \(connection) AND \(wanted)
                ORDER BY i.external_id, d.provider LIMIT :limit) page
            """
        }
        guard !parts.isEmpty else { return nil }
        return parts.joined(separator: " UNION ALL ") + " ORDER BY 2, 3 LIMIT :limit"
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

    /// The courses of the items that providers call so, in order of their ids.
    ///
    /// - Parameter group: only those of this group; nil for all groups.
    package func courses(externalID: String, group: String?) async throws(StoreError) -> [Course] {
        let isTheirs = group == nil ? "" : "AND d.group_id = :group"
        return try await read { db in
            try db.rows(
                """
                SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(db.sql))
                FROM learning_object i JOIN deployment d ON d.connection = i.connection
                    JOIN course c ON c.deployment = d.id AND c.item = i.id
                WHERE i.connection IN (SELECT id FROM connection) AND i.external_id = :external \(isTheirs)
                ORDER BY c.id
                """, ["external": externalID, "group": group]
            ).map(Course.init)
        }
    }

    /// An item of a connection that may have no course in a group.
    package func item(externalID: String, of connection: ConnectionID) async throws(StoreError) -> StoredItem?
    {
        try await read { db in
            try db.row(
                "SELECT * FROM learning_object WHERE connection = ? AND external_id = ?",
                [connection.row, externalID]
            ).map {
                StoredItem(content: LearningObject($0), offered: $0["state"] == ItemState.offered.rawValue)
            }
        }
    }

    /// Archives a course by hand, or lifts that and what a person did on the platform.
    ///
    /// - Returns: the course as it stands now; nil if the group has none of this id.
    package func setManualArchive(_ archived: Bool, course id: Int64, group: String) async throws(StoreError)
        -> Course?
    {
        try await write { db in
            let isThere = try db.exists(
                "SELECT 1 FROM course c JOIN deployment d ON d.id = c.deployment WHERE c.id = ? AND d.group_id = ?",
                [id, group])
            guard isThere else { return }
            try db.change(id) { archived ? $0.union(.manual) : $0.subtracting(.byPeople) }
        }
        return try await course(id, group: group)
    }

    /// How many courses each deployment has, active and archived.
    package func courseCounts() async throws(StoreError) -> [CourseCount] {
        try await read { db in
            try db.rows(
                """
                SELECT group_id, provider, active, archived FROM deployment
                WHERE active + archived > 0 ORDER BY 1, 2
                """
            ).map {
                CourseCount(
                    group: $0["group_id"], provider: $0["provider"], active: $0["active"],
                    archived: $0["archived"])
            }
        }
    }

    private func course(_ condition: String, _ arguments: Values) async throws(StoreError)
        -> Course?
    {
        try await read { db in
            try db.row(
                """
                SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(db.sql))
                FROM course c JOIN deployment d ON d.id = c.deployment
                    JOIN learning_object i ON i.id = c.item
                WHERE \(condition)
                ORDER BY i.connection = d.connection DESC LIMIT 1
                """, arguments
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
