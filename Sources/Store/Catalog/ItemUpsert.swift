import ConnectorKit
import Model

/// Stores the changed items of a page, under one new revision of their connection.
struct ItemUpsert {
    let connection: ConnectionID

    /// - Returns: the ids of the items that are stored; an unpublished one that was never imported is not.
    func write(_ items: [MappedItem], _ db: Session) throws -> [Int64] {
        let stored = try imported(items, db)
        guard !stored.isEmpty else { return [] }
        let revision = try db.value(
            Int64.self, "UPDATE connection SET revision = revision + 1 WHERE id = ? RETURNING revision",
            [connection.row])
        var ids: [Int64] = []
        ids.reserveCapacity(stored.count)
        try db.each(Self.item, stored) { item, values in
            let object = item.object
            let state: ItemState = object.published ? .offered : .withdrawn
            try values(
                connection.row, item.raw.id, Int64(bitPattern: item.raw.digest), revision, state.rawValue,
                object.published, object.language, object.providerType, object.contentType.rawValue,
                object.duration, object.modifiedAt.map(Instant.milliseconds),
                object.retiresAt.map(Instant.milliseconds))
        } found: {
            if let row = $1 { ids.append(row[0]) }
        }
        try db.each(Self.text, Array(zip(ids, stored))) { written, values in
            let object = written.1.object
            try values(
                written.0, object.name, object.launchURL, object.image, object.publisher,
                TextList.encode(object.authors), TextList.encode(object.subjects), object.description)
        }
        return ids
    }

    private func imported(_ items: [MappedItem], _ db: Session) throws -> [MappedItem] {
        let unpublished = items.filter { !$0.object.published }
        guard !unpublished.isEmpty else { return items }
        var known: Set<String> = []
        try db.each("SELECT 1 FROM item WHERE connection = ? AND external_id = ?", unpublished) {
            try $1(connection.row, $0.raw.id)
        } found: {
            if $1 != nil { known.insert($0.raw.id) }
        }
        return items.filter { item in
            guard item.object.published else { return known.contains(item.raw.id) }
            known.insert(item.raw.id)
            return true
        }
    }

    private static let item = """
        INSERT INTO item (connection, external_id, digest, revision, state, published, lang, provider_type,
            content_type, duration, modified_at, retires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (connection, external_id) DO UPDATE SET
            digest = excluded.digest, revision = excluded.revision, published = excluded.published,
            state = CASE WHEN excluded.state = 1 AND item.state = 2 THEN 2 ELSE excluded.state END,
            lang = excluded.lang, provider_type = excluded.provider_type,
            content_type = excluded.content_type, duration = excluded.duration,
            modified_at = excluded.modified_at, retires_at = excluded.retires_at
        RETURNING id
        """

    private static let text = """
        INSERT INTO item_text (item, name, launch_url, image, publisher, authors, subjects, description)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (item) DO UPDATE SET name = excluded.name, launch_url = excluded.launch_url,
            image = excluded.image, publisher = excluded.publisher, authors = excluded.authors,
            subjects = excluded.subjects, description = excluded.description
        """
}
