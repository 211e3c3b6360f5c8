/// SQLite's FTS5, without stemming, ignoring accents and case.
struct FullTextSearch: SearchEngine {
    /// Every word has to begin a word of the item.
    func match(_ text: String) -> String? {
        let words = text.split { !($0.isLetter || $0.isNumber) }
        guard !words.isEmpty else { return nil }
        return words.map { "\"\($0)\"*" }.joined(separator: " AND ")
    }

    let items = "SELECT rowid AS item FROM search WHERE search MATCH :match"

    /// The limit that is none keeps SQLite from taking the order for superfluous.
    let ranked = """
        SELECT rowid AS item, bm25(search, 10.0, 1.0, 5.0, 3.0, 3.0) AS score
        FROM search WHERE search MATCH :match ORDER BY 2, 1 LIMIT -1
        """

    func index(_ connection: Int64, after revision: Int64, upTo last: Int64, _ db: Session) throws {
        try db.run(
            """
            INSERT OR REPLACE INTO search (rowid, name, description, subjects, authors, publisher)
            SELECT id, name, plain_text(description), subjects, authors, publisher
            FROM item WHERE connection = ? AND revision > ? AND revision <= ?
            """, [connection, revision, last])
    }

    func remove(_ connection: Int64, _ db: Session) throws {
        try db.run(
            "DELETE FROM search WHERE rowid IN (SELECT id FROM item WHERE connection = ?)", [connection])
    }
}
