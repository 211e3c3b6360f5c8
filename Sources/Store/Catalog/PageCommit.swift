import ConnectorKit
import Foundation
import GRDB

/// The writes of one page, in one transaction.
struct PageCommit: Sendable {
    let connection: ConnectionID
    let run: RunID
    let known: KnownItems
    let mapped: [MappedItem]
    let deleted: [String]
    let refused: [RefusedItem]
    let checkpoint: Checkpoint?
    let rows: Int
    let durable: Bool

    var isEmpty: Bool {
        known.withdrawn.isEmpty && mapped.isEmpty && deleted.isEmpty && refused.isEmpty && !durable
    }

    /// - Returns: the rows of all items that were seen on the page.
    func write(_ db: Database) throws -> [Int64] {
        var seen = known.rows
        seen += try writeMapped(db)
        seen += try writeRefused(db)
        for row in known.withdrawn {
            try db.execute(
                sql: "UPDATE item SET state = ? WHERE id = ?", arguments: [ItemState.offered.rawValue, row])
        }
        for id in deleted {
            try db.execute(
                sql: "UPDATE item SET state = ? WHERE connection = ? AND external_id = ? AND state = ?",
                arguments: [ItemState.withdrawn.rawValue, connection.row, id, ItemState.offered.rawValue])
        }
        if durable { try writeCheckpoint(seen, db) }
        return seen
    }

    private func writeMapped(_ db: Database) throws -> [Int64] {
        guard !mapped.isEmpty else { return [] }
        let revision = try Int64.fetchOne(db, sql: "SELECT ifnull(max(revision), 0) + 1 FROM item") ?? 1
        // An unpublished item that was never imported is not stored: the WHERE finds nothing to insert.
        let upsert = try db.cachedStatement(
            sql: """
                INSERT INTO item (connection, external_id, digest, revision, state, published, lang, provider_type,
                    content_type, duration, modified_at, retires_at, name, launch_url, image, publisher, authors,
                    subjects, description)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (connection, external_id) DO UPDATE SET
                    digest = excluded.digest, revision = excluded.revision, published = excluded.published,
                    state = CASE WHEN excluded.state = 1 AND state = 2 THEN 2 ELSE excluded.state END,
                    lang = excluded.lang, provider_type = excluded.provider_type,
                    content_type = excluded.content_type, duration = excluded.duration,
                    modified_at = excluded.modified_at, retires_at = excluded.retires_at, name = excluded.name,
                    launch_url = excluded.launch_url, image = excluded.image, publisher = excluded.publisher,
                    authors = excluded.authors, subjects = excluded.subjects, description = excluded.description
                RETURNING id
                """)
        let exists = try db.cachedStatement(
            sql: "SELECT 1 FROM item WHERE connection = ? AND external_id = ?")
        return try mapped.compactMap { item in
            let object = item.object
            if !object.published {
                let stored = try Int.fetchOne(exists, arguments: [connection.row, item.raw.id]) != nil
                guard stored else { return nil }
            }
            let state: ItemState = object.published ? .offered : .withdrawn
            return try Int64.fetchOne(
                upsert,
                arguments: [
                    connection.row, item.raw.id, Int64(bitPattern: item.raw.digest), revision, state.rawValue,
                    object.published, object.language, object.providerType, object.contentType.rawValue,
                    object.duration, object.modifiedAt.map(Instant.milliseconds),
                    object.retiresAt.map(Instant.milliseconds), object.name, object.launchURL, object.image,
                    object.publisher, TextList.encode(object.authors), TextList.encode(object.subjects),
                    object.description,
                ])
        }
    }

    /// A skipped item counts as seen, so that its course stays as it was.
    private func writeRefused(_ db: Database) throws -> [Int64] {
        var seen: [Int64] = []
        for item in refused {
            try db.execute(
                sql: "INSERT INTO skipped (connection, external_id, reason, run) VALUES (?, ?, ?, ?)",
                arguments: [connection.row, item.id, item.reason, run.row])
            guard let id = item.id else { continue }
            let row = try Int64.fetchOne(
                db, sql: "SELECT id FROM item WHERE connection = ? AND external_id = ?",
                arguments: [connection.row, id])
            if let row { seen.append(row) }
        }
        return seen
    }

    private func writeCheckpoint(_ seen: [Int64], _ db: Database) throws {
        let listed = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO listed (connection, item) VALUES (?, ?)")
        for row in seen { try listed.execute(arguments: [connection.row, row]) }
        try db.execute(
            sql: "UPDATE connection SET checkpoint = ?, checkpoint_rows = ? WHERE id = ?",
            arguments: [checkpoint?.text, rows, connection.row])
    }
}

extension Store {
    /// Forgets where a listing stood, so that the next one begins at its first page.
    func forgetCheckpoint(of connection: ConnectionID) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0 WHERE id = ?",
                arguments: [connection.row])
            try db.execute(sql: "DELETE FROM listed WHERE connection = ?", arguments: [connection.row])
        }
    }
}
