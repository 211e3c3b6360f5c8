import Model

/// A deployment that leaves a connection takes the items of its courses along.
struct Move {
    private let deployment: Deployment
    private let former: ConnectionID
    private let search: any SearchEngine

    init(_ deployment: Deployment, from former: ConnectionID, search: any SearchEngine) {
        self.deployment = deployment
        self.former = former
        self.search = search
    }

    func make(_ db: Session) throws {
        let revision = try db.value(
            Int64.self, "UPDATE connection SET revision = revision + 1 WHERE id = ? RETURNING revision",
            [deployment.connection.row])
        let arguments: Values = [
            "deployment": deployment.id.row, "former": former.row, "connection": deployment.connection.row,
            "revision": revision,
        ]
        try copyEnrolments(arguments, db)
        try takePushes(db)
        // Another digest has each of them mapped anew when it is listed: settings are part of the mapping.
        try db.run(
            """
            INSERT INTO item (connection, external_id, digest, revision, state, published, lang,
                provider_type, content_type, duration, modified_at, retires_at)
            SELECT :connection, external_id, ~digest, :revision, state, published,
                lang, provider_type, content_type, duration, modified_at, retires_at
            FROM item
            WHERE connection = :former AND id IN (SELECT item FROM course WHERE deployment = :deployment)
            ON CONFLICT (connection, external_id) DO NOTHING
            """, arguments)
        try db.run(
            """
            INSERT INTO item_text (item, name, launch_url, image, publisher, authors, subjects, description)
            SELECT new.id, t.name, t.launch_url, t.image, t.publisher, t.authors, t.subjects, t.description
            FROM item new JOIN item old ON old.connection = :former AND old.external_id = new.external_id
                JOIN item_text t ON t.item = old.id
            WHERE new.connection = :connection AND new.revision = :revision
            ON CONFLICT (item) DO NOTHING
            """, arguments)
        // Tags stay until the next sync, which makes them anew of the subjects it lists.
        try db.run(
            """
            INSERT INTO item_tag (item, position, tag)
            SELECT new.id, tag.position, tag.tag
            FROM course JOIN item old ON old.id = course.item JOIN item_tag tag ON tag.item = old.id
                JOIN item new ON new.connection = :connection AND new.external_id = old.external_id
            WHERE course.deployment = :deployment AND old.connection = :former AND new.digest = ~old.digest
            ON CONFLICT DO NOTHING
            """, arguments)
        try db.run(
            """
            UPDATE course SET item = new.id
            FROM item old, item new
            WHERE course.deployment = :deployment AND old.id = course.item AND old.connection = :former
                AND new.connection = :connection AND new.external_id = old.external_id
            """, arguments)
        try db.run(
            "UPDATE deployment SET attempts_to = 0, changes = changes + 1 WHERE id = ?", [deployment.id.row])
        try removeIfUnused(db)
        for connection in [former, deployment.connection] { try EnrolmentCounts.recount(connection, db) }
    }

    /// What the courses' attempts were made of comes along, so that they stand as they are until the new
    /// connection tells more. An account that is somebody else's there is not taken for the same.
    private func copyEnrolments(_ arguments: Values, _ db: Session) throws {
        let contents = """
            SELECT i.external_id FROM course c JOIN item i ON i.id = c.item
            WHERE c.deployment = :deployment AND i.connection = :former
            """
        try db.run(
            """
            INSERT INTO account (connection, external_id, learner, name)
            SELECT :connection, external_id, learner, name FROM account WHERE id IN (
                SELECT account FROM enrolment WHERE connection = :former AND content IN (\(contents)))
            ON CONFLICT (connection, external_id) DO NOTHING
            """, arguments)
        try db.run(
            """
            INSERT INTO enrolment (connection, external_id, content, account, completed, created_at,
                updated_at, passed, duration, progress, progress_at, time_spent, time_windows, time_at)
            SELECT :connection, e.external_id, e.content, new.id, e.completed, e.created_at, e.updated_at,
                e.passed, e.duration, e.progress, e.progress_at, e.time_spent, e.time_windows, e.time_at
            FROM enrolment e JOIN account old ON old.id = e.account
                JOIN account new ON new.connection = :connection AND new.external_id = old.external_id
            WHERE e.connection = :former AND e.content IN (\(contents)) AND new.learner IS NOT DISTINCT FROM old.learner
            ON CONFLICT (connection, external_id) DO NOTHING
            """, arguments)
    }

    /// What was accepted for the group goes to where its deployment is now, such as the same portal with a renewed
    /// secret; what stands there already is not sent again.
    private func takePushes(_ db: Session) throws {
        let arguments: Values = [
            "group": deployment.group, "former": former.row, "connection": deployment.connection.row,
        ]
        for statement in [
            """
            UPDATE push_entry SET connection = :connection WHERE state <> 1 AND job IN (
                SELECT id FROM push_job WHERE connection = :former AND group_id = :group)
            """,
            "UPDATE push_job SET connection = :connection WHERE connection = :former AND group_id = :group",
        ] {
            try db.run(statement, arguments)
        }
        for (table, columns) in [
            ("pushed", "group_id, reference, content"), ("push_origin", "reference, digest, publishes"),
            ("reported_attempt", "attempt"),
        ] {
            try db.run(
                """
                INSERT INTO \(table) (connection, \(columns))
                SELECT ?, \(columns) FROM \(table) WHERE connection = ? ON CONFLICT DO NOTHING
                """, [deployment.connection.row, former.row])
        }
    }

    /// A connection that no deployment uses any more holds nothing that is needed but its runs.
    private func removeIfUnused(_ db: Session) throws {
        if try db.exists("SELECT 1 FROM deployment WHERE connection = ?", [former.row]) { return }
        try search.remove(former.row, db)
        try db.run(
            "DELETE FROM item_tag WHERE item IN (SELECT id FROM item WHERE connection = ?)", [former.row])
        // An event that was acknowledged is not lost with it: the new connection reads again what it is about.
        try db.run(
            """
            UPDATE event SET connection = :connection
            WHERE connection = :former AND state <> 1 AND NOT EXISTS (
                SELECT 1 FROM event e WHERE e.connection = :connection AND e.event_id = event.event_id)
            """, ["connection": deployment.connection.row, "former": former.row])
        for table in [
            "page", "listed", "item", "alternatives", "event", "enrolment", "account", "pushed",
            "push_origin", "reported_attempt",
        ] {
            try db.run("DELETE FROM \(table) WHERE connection = ?", [former.row])
        }
        try db.run(
            """
            UPDATE connection SET checkpoint = NULL, mark = NULL, settled = 0, stats_checkpoint = NULL,
                stats_rows = 0, stats_whole = 0, stats_mark = NULL
            WHERE id = ?
            """, [former.row])
    }
}
