import ConnectorKit
import Foundation
import GRDB
import Model

/// Writes mapped items: the statements that run once for every new or changed item.
struct ItemUpsert {
    private let connection: ConnectionID
    private let revision: Int64
    private let upsert: RawStatement
    private let exists: RawStatement

    init(_ connection: ConnectionID, _ db: Database) throws {
        self.connection = connection
        revision = try Int64.fetchOne(db, sql: "SELECT ifnull(max(revision), 0) + 1 FROM item") ?? 1
        upsert = try RawStatement(Self.sql, db)
        exists = try RawStatement("SELECT 1 FROM item WHERE connection = ? AND external_id = ?", db)
    }

    /// - Returns: the rows of the items that are stored; an unpublished one that was never imported is not.
    func write(_ items: [MappedItem]) throws -> [Int64] {
        var rows: [Int64] = []
        rows.reserveCapacity(items.count)
        for item in items {
            if !item.object.published, try !isStored(item.raw.id) { continue }
            try bind(item)
            if try upsert.step() { rows.append(upsert.integer(0)) }
        }
        upsert.reset()
        exists.reset()
        return rows
    }

    private func isStored(_ id: String) throws -> Bool {
        exists.reset()
        try exists.bind(connection.row, at: 1)
        try exists.bind(id, at: 2)
        return try exists.step()
    }

    private func bind(_ item: MappedItem) throws {
        let object = item.object
        let state: ItemState = object.published ? .offered : .withdrawn
        upsert.reset()
        try upsert.bind(connection.row, at: 1)
        try upsert.bind(item.raw.id, at: 2)
        try upsert.bind(Int64(bitPattern: item.raw.digest), at: 3)
        try upsert.bind(revision, at: 4)
        try upsert.bind(Int64(state.rawValue), at: 5)
        try upsert.bind(Int64(object.published ? 1 : 0), at: 6)
        try upsert.bind(object.language, at: 7)
        try upsert.bind(object.providerType, at: 8)
        try upsert.bind(object.contentType.rawValue, at: 9)
        try upsert.bind(object.duration.map(Int64.init), at: 10)
        try upsert.bind(object.modifiedAt.map(Instant.milliseconds), at: 11)
        try upsert.bind(object.retiresAt.map(Instant.milliseconds), at: 12)
        try upsert.bind(object.name, at: 13)
        try upsert.bind(object.launchURL, at: 14)
        try upsert.bind(object.image, at: 15)
        try upsert.bind(object.publisher, at: 16)
        try upsert.bind(TextList.encode(object.authors), at: 17)
        try upsert.bind(TextList.encode(object.subjects), at: 18)
        try upsert.bind(object.description, at: 19)
    }

    private static let sql = """
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
        """
}
