package import ConnectorKit
import Foundation
package import Model

/// What is searched for in a group's courses.
package struct CourseSearch: Sendable {
    package var group: String
    /// Words; each has to begin a word of the course, or to be in one of a script without blanks. Nil takes every
    /// course.
    package var words: String?
    /// Language ranges (RFC 4647 basic filtering); empty: all. The same holds for the others.
    package var languages: [LanguageTag] = []
    package var types: [String] = []
    package var subjects: [String] = []
    package var publishers: [String] = []
    package var archived = CourseQuery.Archived.no
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
            try db.rows(
                """
                SELECT h.score, h.item AS found, c.id AS course, c.reasons, d.group_id, d.provider, i.*,
                    \(CourseTag.columns(db.sql))
                FROM (\(query.page)) h JOIN course c ON c.id = h.id
                    JOIN deployment d ON d.id = c.deployment
                    JOIN learning_object i ON i.id = c.item
                ORDER BY h.score, h.item
                """, query.arguments + query.pageArguments, once: true
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
        guard let query = try await prepared(search, readsTexts: true) else { return SearchFacets() }
        return try await read { db in
            var facets = SearchFacets()
            var counts: [[String: Int]] = [[:], [:], [:], [:]]
            try db.forEach(
                "SELECT i.lang, i.provider_type, i.publisher, i.subjects \(query.source)", query.arguments,
                once: true
            ) { row in
                facets.total += 1
                if let language: String = row[0] { counts[0][language, default: 0] += 1 }
                counts[1][row[1], default: 0] += 1
                if let publisher: String = row[2] { counts[2][publisher, default: 0] += 1 }
                for subject in TextList.decode(row[3]) { counts[3][subject, default: 0] += 1 }
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
        let arguments: Values
        /// The courses of the page, with their place in the ranking.
        let page: String
        let pageArguments: Values
    }

    /// - Returns: nil if there is no word in what was typed, so that nothing is found.
    private func prepared(_ search: CourseSearch, readsTexts: Bool = false) async throws(StoreError)
        -> Prepared?
    {
        let sql = engine.dialect
        var arguments: Values = []
        var conditions: [String] = []
        for (name, values, condition) in [
            ("types", search.types, sql.isAmong("i.provider_type", ":types")),
            ("publishers", search.publishers, sql.isAmong("i.publisher", ":publishers")),
            (
                "languages", search.languages.map { $0.text.lowercased() },
                sql.isInRange("i.lang", ":languages")
            ),
            (
                "subjects", search.subjects,
                """
                EXISTS (SELECT 1 FROM \(sql.elements(of: ":subjects", as: "s"))
                    WHERE \(sql.hasLine("s.value", in: "i.subjects")))
                """
            ),
        ] where !values.isEmpty {
            conditions.append(condition)
            arguments += [name: values]
        }
        // Only what filters or facets look at is joined: ranking alone reads no item.
        let readsTexts = readsTexts || !search.publishers.isEmpty || !search.subjects.isEmpty
        let item =
            readsTexts || !conditions.isEmpty
            ? "JOIN \(readsTexts ? "learning_object" : "item") i ON i.id = c.item" : ""
        let deployments = try await read { db in
            try db.values(Int64.self, "SELECT id FROM deployment WHERE group_id = ?", [search.group])
        }
        guard !deployments.isEmpty else { return nil }
        switch search.archived {
        case .yes: conditions.append("c.reasons <> 0")
        case .no: conditions.append("c.reasons = 0")
        case .any: break
        }
        conditions.append("c.deployment IN (\(deployments.map(String.init).joined(separator: ", ")))")
        let wanted = conditions.joined(separator: " AND ")
        var page: Values = ["limit": search.limit]
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
        guard let query = engine.search.query(words) else { return nil }
        try await refreshSearchIfFree()
        arguments += ["match": query.match]
        if let name = query.name { page += ["name": name] }
        if let after = search.after { page += ["score": after.score] }
        let after = search.after == nil ? "" : "AND (s.score, s.item) > (:score, :item)"
        // All that the words find is ranked first, and courses are looked up from the best on until the page is
        // full. An item has one course in a group at most, so no order is left open.
        return Prepared(
            source: "FROM (\(engine.search.items)) s \(sql.inThisOrder) course c ON c.item = s.item \(item) "
                + "WHERE \(wanted)",
            arguments: arguments,
            page: """
                SELECT c.id, c.item, s.score
                FROM (\(engine.search.ranked(query))) s \(sql.inThisOrder) course c ON c.item = s.item \(item)
                WHERE \(wanted) \(after) \(engine.search.order) LIMIT :limit
                """, pageArguments: page)
    }
}

extension Store {
    /// Brings the search index up to date, in steps that let other writers in between: a sync does not wait for it.
    package func refreshSearch() async throws(StoreError) {
        for connection in try await unsearched() {
            while try await write({ [search = engine.search] db in
                try Self.index(connection, search, db)
            }) {}
        }
    }

    /// Brings the search index up to date before a search, which does not wait for what others write: while that goes
    /// on, or if nothing can be written, the index is as it was last brought up to date.
    func refreshSearchIfFree() async throws(StoreError) {
        for connection in try await unsearched() {
            while (try? await writeIfFree({ [search = engine.search] db in
                try Self.index(connection, search, db)
            })) == true {}
        }
    }

    private func unsearched() async throws(StoreError) -> [Int64] {
        try await read { db in
            try db.values(Int64.self, "SELECT id FROM connection WHERE searched < revision")
        }
    }

    /// Takes the next items of a connection into the index.
    ///
    /// - Returns: whether there may be more.
    private static func index(_ connection: Int64, _ search: any SearchEngine, _ db: Session) throws -> Bool {
        let row = try db.row("SELECT searched, revision FROM connection WHERE id = ?", [connection])
        guard let row, row["searched"] < row["revision"] as Int64 else { return false }
        let last: Int64 = row["searched"]
        // Whole revisions only: the limit may cut one in two.
        let upTo = try db.value(
            Int64.self,
            """
            SELECT max(revision) FROM (
                SELECT revision FROM item WHERE connection = ? AND revision > ? ORDER BY revision LIMIT 2000) r
            """, [connection, last])
        if let upTo { try search.index(connection, after: last, upTo: upTo, db) }
        try db.run(
            "UPDATE connection SET searched = ? WHERE id = ?", [upTo ?? row["revision"], connection])
        return upTo != nil
    }
}
