import ConnectorKit
import Model

/// Stores the changed items of a page, under one new revision of their connection.
struct ItemUpsert {
    let connection: ConnectionID

    /// - Returns: the ids of the items that are stored; an unpublished one that was never imported is not.
    func write(_ items: [MappedItem], _ db: Session) throws -> [Int64] {
        let stored = try imported(items, db)
        guard !stored.isEmpty else { return [] }
        let revision =
            try db.value(
                Int64.self, "UPDATE connection SET revision = revision + 1 WHERE id = ? RETURNING revision",
                [connection.row]) ?? 0
        return Self.areLoaded(stored, db)
            ? try writeAll(stored, revision, db) : try writeEach(stored, revision, db)
    }

    /// Many rows at once, unless two of them may be the same item: the character 0 is kept as another one by some engines.
    private static func areLoaded(_ items: [MappedItem], _ db: Session) -> Bool {
        guard let least = db.sql.rowsToLoad, items.count >= least else { return false }
        let ids = items.map(\.raw.id)
        return Set(ids).count == ids.count && !ids.contains { $0.utf8.contains(0) }
    }

    private func imported(_ items: [MappedItem], _ db: Session) throws -> [MappedItem] {
        let unpublished = items.filter { !$0.object.published }
        guard !unpublished.isEmpty else { return items }
        let found = try KnownItem.find(unpublished.map(\.raw.id), of: connection, db)
        var known = Set(zip(unpublished, found).compactMap { $1 == nil ? nil : $0.raw.id })
        return items.filter { item in
            guard item.object.published else { return known.contains(item.raw.id) }
            known.insert(item.raw.id)
            return true
        }
    }

    // MARK: - One by one

    private func writeEach(_ items: [MappedItem], _ revision: Int64, _ db: Session) throws -> [Int64] {
        var ids: [Int64] = []
        ids.reserveCapacity(items.count)
        try db.each(
            """
            INSERT INTO item (\(Self.columns), connection, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            \(Self.orElse) RETURNING id
            """, items
        ) { item, values in
            try bind(item, values)
            try values(connection.row, revision)
        } found: {
            if let row = $1 { ids.append(row[0]) }
        }
        try db.each(
            """
            INSERT INTO item_text (item, \(Self.texts)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            \(Self.orElseText)
            """, Array(zip(ids, items))
        ) { written, values in
            try values(written.0)
            try bindTexts(written.1.object, values)
        }
        return ids
    }

    private func bind(_ item: MappedItem, _ values: Parameters) throws {
        let object = item.object
        let state: ItemState = object.published ? .offered : .withdrawn
        try values(
            item.raw.id, Int64(bitPattern: item.raw.digest), state.rawValue, object.published,
            object.language, object.providerType, object.contentType.rawValue, object.duration,
            object.modifiedAt.map(Instant.milliseconds), object.retiresAt.map(Instant.milliseconds))
    }

    private func bindTexts(_ object: LearningObject, _ values: Parameters) throws {
        try values(
            object.name, object.launchURL, object.image, object.publisher, TextList.encode(object.authors),
            TextList.encode(object.subjects), object.description)
    }

    private static let columns = """
        external_id, digest, state, published, lang, provider_type, content_type, duration, modified_at,
        retires_at
        """
    private static let texts = "name, launch_url, image, publisher, authors, subjects, description"

    private static let orElse = """
        ON CONFLICT (connection, external_id) DO UPDATE SET
            digest = excluded.digest, revision = excluded.revision, published = excluded.published,
            state = CASE WHEN excluded.state = 1 AND item.state = 2 THEN 2 ELSE excluded.state END,
            lang = excluded.lang, provider_type = excluded.provider_type,
            content_type = excluded.content_type, duration = excluded.duration,
            modified_at = excluded.modified_at, retires_at = excluded.retires_at
        """

    private static let orElseText = """
        ON CONFLICT (item) DO UPDATE SET name = excluded.name, launch_url = excluded.launch_url,
            image = excluded.image, publisher = excluded.publisher, authors = excluded.authors,
            subjects = excluded.subjects, description = excluded.description
        """

    // MARK: - All at once

    /// By way of a table of this transaction. What is there is changed in place, so that no number is used up for it.
    private func writeAll(_ items: [MappedItem], _ revision: Int64, _ db: Session) throws -> [Int64] {
        try db.run(
            db.sql.temporaryTable(
                """
                page_item (
                    position INTEGER PRIMARY KEY, external_id TEXT NOT NULL, digest INTEGER NOT NULL,
                    state INTEGER NOT NULL, published INTEGER NOT NULL, lang TEXT, provider_type TEXT NOT NULL,
                    content_type TEXT NOT NULL, duration INTEGER, modified_at INTEGER, retires_at INTEGER,
                    name TEXT NOT NULL, launch_url TEXT NOT NULL, image TEXT, publisher TEXT,
                    authors TEXT NOT NULL, subjects TEXT NOT NULL, description TEXT)
                """))
        try db.run("DELETE FROM page_item")
        try db.load(
            "page_item (position, \(Self.columns), \(Self.texts))", width: 18, Array(items.enumerated())
        ) { item, values in
            try values(item.offset)
            try bind(item.element, values)
            try bindTexts(item.element.object, values)
        }
        let values: Values = ["connection": connection.row, "revision": revision]
        try db.run(
            """
            UPDATE item SET digest = p.digest, revision = :revision, published = p.published,
                state = CASE WHEN p.state = 1 AND item.state = 2 THEN 2 ELSE p.state END,
                lang = p.lang, provider_type = p.provider_type, content_type = p.content_type,
                duration = p.duration, modified_at = p.modified_at, retires_at = p.retires_at
            FROM page_item p WHERE item.connection = :connection AND item.external_id = p.external_id
            """, values)
        try db.run(
            """
            INSERT INTO item (\(Self.columns), connection, revision)
            SELECT \(Self.columns), :connection, :revision FROM page_item p
            WHERE NOT EXISTS (
                SELECT 1 FROM item i WHERE i.connection = :connection AND i.external_id = p.external_id)
            ORDER BY position
            """, values)
        try db.run(
            """
            INSERT INTO item_text (item, \(Self.texts))
            SELECT i.id, \(Self.texts)
            FROM page_item p JOIN item i ON i.connection = :connection AND i.external_id = p.external_id
            WHERE true
            \(Self.orElseText)
            """, values)
        return try db.rows(
            """
            SELECT i.id FROM page_item p
                JOIN item i ON i.connection = :connection AND i.external_id = p.external_id
            """, values
        ).map { $0[0] }
    }
}
