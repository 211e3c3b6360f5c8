import GRDB

/// A deployment that leaves a connection takes the items of its courses along.
struct Move {
    private let deployment: Deployment
    private let former: ConnectionID

    init(_ deployment: Deployment, from former: ConnectionID) {
        self.deployment = deployment
        self.former = former
    }

    func make(_ db: Database) throws {
        let arguments: StatementArguments = [
            "deployment": deployment.id.row, "former": former.row, "connection": deployment.connection.row,
        ]
        // Another digest has each of them mapped anew when it is listed: settings are part of the mapping.
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO item (connection, external_id, digest, revision, state, published, lang,
                    provider_type, content_type, duration, modified_at, retires_at, name, launch_url, image,
                    publisher, authors, subjects, description)
                SELECT :connection, external_id, ~digest, (SELECT max(revision) + 1 FROM item), state, published,
                    lang, provider_type, content_type, duration, modified_at, retires_at, name, launch_url, image,
                    publisher, authors, subjects, description
                FROM item
                WHERE connection = :former AND id IN (SELECT item FROM course WHERE deployment = :deployment)
                """, arguments: arguments)
        try db.execute(
            sql: """
                UPDATE course SET item = new.id
                FROM item old, item new
                WHERE course.deployment = :deployment AND old.id = course.item AND old.connection = :former
                    AND new.connection = :connection AND new.external_id = old.external_id
                """, arguments: arguments)
        try removeIfUnused(db)
    }

    /// A connection that no deployment uses any more holds nothing that is needed but its runs.
    private func removeIfUnused(_ db: Database) throws {
        let isUsed = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM deployment WHERE connection = ?)", arguments: [former.row])
        guard isUsed == false else { return }
        try SearchIndex.remove(itemsOf: former, db)
        // An event that was acknowledged is not lost with it: the new connection reads again what it is about.
        try db.execute(
            sql: "UPDATE OR IGNORE event SET connection = ? WHERE connection = ? AND state <> 1",
            arguments: [deployment.connection.row, former.row])
        for table in ["page", "listed", "item", "alternatives", "event"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE connection = ?", arguments: [former.row])
        }
        try db.execute(
            sql: "UPDATE connection SET checkpoint = NULL, mark = NULL, settled = 0 WHERE id = ?",
            arguments: [former.row])
    }
}
