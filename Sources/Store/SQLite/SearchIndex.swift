import GRDB
import Model

/// The full-text index over items: SQLite's FTS5, without stemming, ignoring accents and case.
///
/// It follows the items by their revision, when somebody searches: a sync does not wait for it.
enum SearchIndex {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE VIRTUAL TABLE search USING fts5 (
                    name, description, subjects, authors, publisher,
                    tokenize = "unicode61 remove_diacritics 2"
                );
                INSERT INTO meta (key, value) VALUES ('searched', '0');
                """)
    }

    /// The FTS5 expression for what a person typed: every word has to begin a word of the item.
    ///
    /// - Returns: nil where there is no word in it.
    static func match(_ text: String) -> String? {
        let words = text.split { !($0.isLetter || $0.isNumber) }
        guard !words.isEmpty else { return nil }
        return words.map { "\"\($0)\"*" }.joined(separator: " AND ")
    }

    static func remove(itemsOf connection: ConnectionID, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM search WHERE rowid IN (SELECT id FROM item WHERE connection = ?)",
            arguments: [connection.row])
    }

    /// Takes the next items into the index.
    ///
    /// - Returns: whether there may be more.
    static func refresh(_ db: Database, limit: Int) throws -> Bool {
        let last =
            try Int64.fetchOne(db, sql: "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'searched'") ?? 0
        // Whole revisions only: the limit may cut one in two.
        let upTo = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(revision) FROM (
                    SELECT revision FROM item WHERE revision > ? ORDER BY revision LIMIT ?)
                """, arguments: [last, limit])
        guard let upTo else { return false }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO search (rowid, name, description, subjects, authors, publisher)
                SELECT id, name, plain_text(description), subjects, authors, publisher
                FROM item WHERE revision > ? AND revision <= ?
                """, arguments: [last, upTo])
        try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'searched'", arguments: [String(upTo)])
        return true
    }
}

extension Store {
    /// Brings the search index up to date, in steps that let other writers in between.
    func refreshSearch() async throws(StoreError) {
        let newest = try await revision()
        let indexed = try await read { db in
            try Int64.fetchOne(db, sql: "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'searched'") ?? 0
        }
        guard indexed < newest else { return }
        while try await write({ db in try SearchIndex.refresh(db, limit: 2_000) }) {}
    }
}
