/// SQLite's FTS5 over the words of ``SearchWord``, without stemming.
struct FullTextSearch: SearchEngine {
    /// Every word has to begin a word of the item, and every run of a script without blanks has to be in one.
    func query(_ text: String) -> SearchQuery? {
        let words = SearchWord.all(in: text)
        guard !words.isEmpty else { return nil }
        return SearchQuery(
            match: words.map(term).joined(separator: " AND "),
            name: SearchWord.names(among: words).map { names in
                "{name} : (\(names.map { "\"\($0)\"" }.joined(separator: " AND ")))"
            })
    }

    private func term(_ word: SearchWord) -> String {
        switch word {
        case .word(let word): "\"\(word)\"*"
        // Who asks for .NET finds what has NET as a word too, but not networks.
        case .dotted(let word): "(\".\(word)\"* OR \"\(word)\")"
        case .run(let scalars) where scalars.count == 1: "\"\(scalars[0])\"*"
        case .run(let scalars): "\"\(SearchWord.pairs(scalars))\""
        }
    }

    let items = "SELECT rowid AS item FROM search WHERE search MATCH :match"

    /// The limit that is none keeps SQLite from taking the order for superfluous.
    func ranked(_ query: SearchQuery) -> String {
        let named = "rowid IN (SELECT rowid FROM search WHERE search MATCH :name)"
        return """
            SELECT rowid AS item, bm25(search, 10.0, 1.0, 5.0, 3.0, 3.0)
                \(query.name == nil ? "" : "- CASE WHEN \(named) THEN 1000 ELSE 0 END") AS score
            FROM search WHERE search MATCH :match ORDER BY 2, 1 LIMIT -1
            """
    }

    let order = ""

    func index(_ connection: Int64, after revision: Int64, upTo last: Int64, _ db: Session) throws {
        try db.run(
            """
            INSERT OR REPLACE INTO search (rowid, name, description, subjects, authors, publisher)
            SELECT id, search_words(name), search_words(plain_text(description)), search_words(subjects),
                search_words(authors), search_words(publisher)
            FROM learning_object WHERE connection = ? AND revision > ? AND revision <= ?
            """, [connection, revision, last])
    }

    func remove(_ connection: Int64, _ db: Session) throws {
        try db.run(
            "DELETE FROM search WHERE rowid IN (SELECT id FROM item WHERE connection = ?)", [connection])
    }
}
