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
            INSERT INTO item (\(Self.columnList), connection, revision)
            VALUES (\(Self.marks(Self.columns.count + 2)))
            ON CONFLICT (connection, external_id)
                DO UPDATE SET \(Self.changes(by: "excluded")), revision = excluded.revision
            RETURNING id
            """, items
        ) { item, values in
            try bind(item, values)
            try values(connection.row, revision)
        } found: {
            if let row = $1 { ids.append(row[0]) }
        }
        try db.each(
            """
            INSERT INTO item_text (item, \(Self.textList)) VALUES (\(Self.marks(Self.texts.count + 1)))
            \(Self.changedTexts)
            """, Array(zip(ids, items))
        ) { written, values in
            try values(written.0)
            try bindTexts(written.1.object, values)
        }
        return ids
    }

    // MARK: - Columns

    /// What a page brings of an item, in the order in which it is bound: the first column tells items apart.
    private static let columns = [
        ("external_id", "TEXT NOT NULL"), ("digest", "INTEGER NOT NULL"), ("state", "INTEGER NOT NULL"),
        ("published", "INTEGER NOT NULL"), ("lang", "TEXT"), ("provider_type", "TEXT NOT NULL"),
        ("content_type", "TEXT NOT NULL"), ("duration", "INTEGER"), ("modified_at", "INTEGER"),
        ("retires_at", "INTEGER"),
    ]
    private static let texts = [
        ("name", "TEXT NOT NULL"), ("launch_url", "TEXT NOT NULL"), ("image", "TEXT"), ("publisher", "TEXT"),
        ("authors", "TEXT NOT NULL"), ("subjects", "TEXT NOT NULL"), ("description", "TEXT"),
    ]

    private static let columnList = columns.map(\.0).joined(separator: ", ")
    private static let textList = texts.map(\.0).joined(separator: ", ")

    /// What becomes of an item that is there already, as an assignment; `arrived` is the row of the page.
    private static func changes(by arrived: String) -> String {
        columns.dropFirst().map { name, _ in
            // What is withdrawn and was gone stays gone.
            name == "state"
                ? "state = CASE WHEN \(arrived).state = 1 AND item.state = 2 THEN 2 ELSE \(arrived).state END"
                : "\(name) = \(arrived).\(name)"
        }.joined(separator: ", ")
    }

    private static let changedTexts = """
        ON CONFLICT (item) DO UPDATE SET \(texts.map { "\($0.0) = excluded.\($0.0)" }.joined(separator: ", "))
        """

    private static func marks(_ count: Int) -> String {
        [String](repeating: "?", count: count).joined(separator: ", ")
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

    // MARK: - All at once

    /// By way of a table of this transaction. What is there is changed in place, so that no number is used up for it.
    private func writeAll(_ items: [MappedItem], _ revision: Int64, _ db: Session) throws -> [Int64] {
        let columns = Self.columns + Self.texts
        let definitions = columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        try db.run(db.sql.temporaryTable("page_item (position INTEGER PRIMARY KEY, \(definitions))"))
        try db.run("DELETE FROM page_item")
        try db.load(
            "page_item (position, \(Self.columnList), \(Self.textList))", width: columns.count + 1,
            Array(items.enumerated())
        ) { item, values in
            try values(item.offset)
            try bind(item.element, values)
            try bindTexts(item.element.object, values)
        }
        let values: Values = ["connection": connection.row, "revision": revision]
        try db.run(
            """
            UPDATE item SET \(Self.changes(by: "p")), revision = :revision
            FROM page_item p WHERE item.connection = :connection AND item.external_id = p.external_id
            """, values)
        try db.run(
            """
            INSERT INTO item (\(Self.columnList), connection, revision)
            SELECT \(Self.columnList), :connection, :revision FROM page_item p
            WHERE NOT EXISTS (
                SELECT 1 FROM item i WHERE i.connection = :connection AND i.external_id = p.external_id)
            ORDER BY position
            """, values)
        try db.run(
            """
            INSERT INTO item_text (item, \(Self.textList))
            SELECT i.id, \(Self.textList)
            FROM page_item p JOIN item i ON i.connection = :connection AND i.external_id = p.external_id
            WHERE true
            \(Self.changedTexts)
            """, values)
        return try db.rows(
            """
            SELECT i.id FROM page_item p
                JOIN item i ON i.connection = :connection AND i.external_id = p.external_id
            """, values
        ).map { $0[0] }
    }
}
