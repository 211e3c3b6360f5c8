package import ConnectorKit
import Foundation
import GRDB
package import Model

/// What is searched for in a group's active courses.
package struct CourseSearch: Sendable {
    package var group: String
    /// Words; each has to begin a word of the course. Nil takes every course.
    package var words: String?
    /// Language ranges (RFC 4647 basic filtering); empty: all. The same holds for the others.
    package var languages: [LanguageTag] = []
    package var types: [String] = []
    package var subjects: [String] = []
    package var publishers: [String] = []
    /// Only what is ranked behind this; nil from the first.
    package var after: Position?
    package var limit = 100

    /// A place in the ranking.
    package struct Position: Sendable, Equatable {
        package let score: Double
        /// The store's number of the item: what ranks alike stands in this order.
        package let item: Int64

        package init(score: Double, item: Int64) {
            self.score = score
            self.item = item
        }
    }

    package init(group: String) { self.group = group }
}

/// A course that was found, and where in the ranking.
package struct FoundCourse: Sendable {
    package let course: Course
    package let position: CourseSearch.Position
}

/// How often each value occurs in what was found, the most frequent first.
package struct SearchFacets: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package let value: String
        package let count: Int
    }

    package var total = 0
    package var languages: [Value] = []
    package var types: [Value] = []
    package var subjects: [Value] = []
    package var publishers: [Value] = []
}

extension Store {
    /// One page of what is found, the best first.
    ///
    /// A word in the name counts most, then in subjects, authors and publisher, then in the description (our
    /// decision).
    package func search(_ search: CourseSearch) async throws(StoreError) -> [FoundCourse] {
        guard let query = try await prepared(search) else { return [] }
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT h.score, h.item AS found, c.id AS course, c.reasons, d.group_id, d.provider, i.*,
                        \(CourseTag.columns)
                    FROM (\(query.page)) h JOIN course c ON c.id = h.id
                        JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                    ORDER BY h.score, h.item
                    """, arguments: query.arguments + query.pageArguments
            ).map { row in
                FoundCourse(
                    course: Course(row),
                    position: CourseSearch.Position(score: row["score"], item: row["found"]))
            }
        }
    }

    /// The facets of everything that is found, whatever page is asked for.
    ///
    /// - Parameter limit: how many values of each at most.
    package func facets(_ search: CourseSearch, limit: Int = 50) async throws(StoreError) -> SearchFacets {
        guard let query = try await prepared(search, needsItem: true) else { return SearchFacets() }
        return try await read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT i.lang, i.provider_type, i.publisher, i.subjects \(query.source)",
                arguments: query.arguments)
            var facets = SearchFacets()
            var counts: [[String: Int]] = [[:], [:], [:], [:]]
            while let row = try rows.next() {
                facets.total += 1
                if let language: String = row["lang"] { counts[0][language, default: 0] += 1 }
                counts[1][row["provider_type"], default: 0] += 1
                if let publisher: String = row["publisher"] { counts[2][publisher, default: 0] += 1 }
                for subject in TextList.decode(row["subjects"]) { counts[3][subject, default: 0] += 1 }
            }
            let values = counts.map { counted in
                counted.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
                    .map { SearchFacets.Value(value: $0.key, count: $0.value) }
            }
            (facets.languages, facets.types) = (values[0], values[1])
            (facets.publishers, facets.subjects) = (values[2], values[3])
            return facets
        }
    }

    /// A search as SQL.
    private struct Prepared: Sendable {
        /// What is found, from FROM on.
        let source: String
        let arguments: StatementArguments
        /// The courses of the page, with their place in the ranking.
        let page: String
        let pageArguments: StatementArguments
    }

    /// - Returns: nil where there is no word in what was typed, so that nothing is found.
    private func prepared(_ search: CourseSearch, needsItem: Bool = false) async throws(StoreError)
        -> Prepared?
    {
        var arguments: StatementArguments = []
        var conditions = ["c.reasons = 0"]
        for (name, values, condition) in [
            ("types", search.types, "i.provider_type IN (SELECT value FROM json_each(:types))"),
            ("publishers", search.publishers, "i.publisher IN (SELECT value FROM json_each(:publishers))"),
            (
                "languages", search.languages.map { $0.text.lowercased() },
                """
                EXISTS (SELECT 1 FROM json_each(:languages) l
                    WHERE lower(i.lang) = l.value OR lower(i.lang) LIKE l.value || '-%')
                """
            ),
            (
                "subjects", search.subjects,
                """
                EXISTS (SELECT 1 FROM json_each(:subjects) s
                    WHERE instr(char(10) || i.subjects || char(10), char(10) || s.value || char(10)))
                """
            ),
        ] where !values.isEmpty {
            conditions.append(condition)
            arguments += [name: try JSONText.encode(values)]
        }
        // Only what filters or facets look at is joined: ranking alone reads no item.
        let item = needsItem || conditions.count > 1 ? "JOIN item i ON i.id = c.item" : ""
        let deployments = try await read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM deployment WHERE group_id = ?", arguments: [search.group])
        }
        conditions.append("c.deployment IN (\(deployments.map(String.init).joined(separator: ", ")))")
        let wanted = conditions.joined(separator: " AND ")
        var page: StatementArguments = ["limit": search.limit]
        if let after = search.after { page += ["item": after.item] }
        guard let words = search.words else {
            // In the order of the index by deployment: each page costs what its courses cost.
            let after = search.after == nil ? "" : "AND c.item > :item"
            let source = "FROM course c \(item) WHERE \(wanted)"
            return Prepared(
                source: source, arguments: arguments,
                page: "SELECT c.id, c.item, 0.0 AS score \(source) \(after) ORDER BY c.item LIMIT :limit",
                pageArguments: page)
        }
        guard let match = SearchIndex.match(words) else { return nil }
        try await refreshSearch()
        arguments += ["match": match]
        if let after = search.after { page += ["score": after.score] }
        let after = search.after == nil ? "" : "AND (s.score, s.item) > (:score, :item)"
        // All that the words find is ranked first, and courses are looked up from the best on until the page is
        // full. An item has one course in a group at most, so no order is left open; the limit that is none keeps
        // SQLite from taking the order for superfluous.
        return Prepared(
            source: "FROM search CROSS JOIN course c ON c.item = search.rowid \(item) "
                + "WHERE search MATCH :match AND \(wanted)",
            arguments: arguments,
            page: """
                SELECT c.id, c.item, s.score
                FROM (
                    SELECT rowid AS item, bm25(search, 10.0, 1.0, 5.0, 3.0, 3.0) AS score
                    FROM search WHERE search MATCH :match ORDER BY 2, 1 LIMIT -1
                ) s CROSS JOIN course c ON c.item = s.item \(item)
                WHERE \(wanted) \(after) LIMIT :limit
                """, pageArguments: page)
    }
}
