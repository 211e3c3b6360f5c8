/// PostgreSQL's text search over the words of ``SearchWord``, which SQLite's goes by as well: both find the same.
struct PostgresSearch: SearchEngine {
    let plainText: @Sendable (String) -> String

    func query(_ text: String) -> SearchQuery? {
        let words = SearchWord.all(in: text)
        guard !words.isEmpty else { return nil }
        let names = SearchWord.names(among: words)
        return SearchQuery(
            match: words.map(term).joined(separator: " & "),
            name: names.map { $0.map { "\(Self.word($0)):A" }.joined(separator: " & ") })
    }

    private func term(_ word: SearchWord) -> String {
        switch word {
        case .word(let word): "\(Self.word(word)):*"
        case .dotted(let word): "(\(Self.word("." + word)):* | \(Self.word(word)))"
        case .run(let scalars) where scalars.count == 1: "\(Self.word(String(scalars[0]))):*"
        case .run(let scalars):
            "("
                + TextVector.words(SearchWord.pairs(scalars)).map { Self.word(String($0)) }
                .joined(separator: " <-> ") + ")"
        }
    }

    private static func word(_ word: String) -> String { TextVector.quoted(TextVector.cut(word[...])) }

    let items = "SELECT item FROM search WHERE words @@ CAST(:match AS TSQUERY)"

    /// The lesser, the better, as SQLite has it.
    func ranked(_ query: SearchQuery) -> String {
        let named =
            query.name == nil ? "" : "- CASE WHEN words @@ CAST(:name AS TSQUERY) THEN 1000 ELSE 0 END"
        return """
            SELECT item, CAST(-ts_rank('{0.1, 0.3, 0.5, 1.0}', words, CAST(:match AS TSQUERY)) \(named)
                AS DOUBLE PRECISION) AS score
            FROM search WHERE words @@ CAST(:match AS TSQUERY)
            """
    }

    let order = "ORDER BY s.score, s.item"

    func index(_ connection: Int64, after revision: Int64, upTo last: Int64, _ db: Session) throws {
        let rows = try db.rows(
            """
            SELECT id, name, description, subjects, authors, publisher
            FROM learning_object WHERE connection = ? AND revision > ? AND revision <= ?
            """, [connection, revision, last])
        try db.each(
            """
            INSERT INTO search (item, connection, words) VALUES (?, ?, CAST(CAST(? AS TEXT) AS TSVECTOR))
            ON CONFLICT (item) DO UPDATE SET connection = excluded.connection, words = excluded.words
            """, rows
        ) { row, values in
            var vector = TextVector()
            for (column, weight) in [
                ("name", .name), ("subjects", .subject), ("authors", .maker), ("publisher", .maker),
            ] as [(String, TextVector.Weight)] {
                vector.add(SearchWord.indexed(row[column]), weight)
            }
            let description: String? = row["description"]
            if let description { vector.add(SearchWord.indexed(plainText(description)), .description) }
            try values(row["id"] as Int64, connection, vector.text)
        }
    }

    func remove(_ connection: Int64, _ db: Session) throws {
        try db.run("DELETE FROM search WHERE connection = ?", [connection])
    }
}
