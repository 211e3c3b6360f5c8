import GRDB

/// The tables of a store, as SQLite has them.
enum Schema {
    /// One step, since nothing is released yet; a step that was released is never changed, only followed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for part in tables + [search] { try db.execute(sql: part) }
        }
        return migrator
    }

    /// What each engine has; PostgreSQL translates it.
    static let tables = [
        catalog, courses, runs, statistics, counts, delivery, webhooks, push, workspace,
    ]

    private static let search = """
        CREATE VIRTUAL TABLE search USING fts5 (
            name, description, subjects, authors, publisher,
            tokenize = "ascii tokenchars '.+#'"
        );
        """

    /// Items once per connection. `connection.nameless` counts the rows without an id of the last complete listing,
    /// `revision` is that of the newest change to an item; `searched` and
    /// `tagged` are the revisions that the search index and the tags of items follow. `learning` is another number after every
    /// change of enrolments or of their learners.
    ///
    /// The texts of an item have a table of their own, so that a pass over languages and types reads no description;
    /// `learning_object` joins them.
    private static let catalog = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) STRICT;

        CREATE TABLE connection (
            id INTEGER PRIMARY KEY,
            provider TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            checkpoint TEXT,
            checkpoint_rows INTEGER NOT NULL DEFAULT 0,
            mark TEXT,
            mark_version INTEGER NOT NULL DEFAULT 0,
            settled INTEGER NOT NULL DEFAULT 0,
            nameless INTEGER NOT NULL DEFAULT 0,
            revision INTEGER NOT NULL DEFAULT 0,
            searched INTEGER NOT NULL DEFAULT 0,
            tagged INTEGER NOT NULL DEFAULT 0,
            stats_checkpoint TEXT,
            stats_rows INTEGER NOT NULL DEFAULT 0,
            stats_whole INTEGER NOT NULL DEFAULT 0,
            stats_mark TEXT,
            statistics_at INTEGER,
            enrolments INTEGER NOT NULL DEFAULT 0,
            learning INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            connection INTEGER NOT NULL REFERENCES connection (id),
            external_id TEXT NOT NULL,
            digest INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            state INTEGER NOT NULL,
            published INTEGER NOT NULL,
            lang TEXT,
            provider_type TEXT NOT NULL,
            content_type TEXT NOT NULL,
            duration INTEGER,
            modified_at INTEGER,
            retires_at INTEGER,
            UNIQUE (connection, external_id)
        ) STRICT;
        CREATE INDEX item_revision ON item (connection, revision);
        CREATE INDEX item_retiring ON item (retires_at, external_id) WHERE retires_at IS NOT NULL;

        CREATE TABLE item_text (
            item INTEGER PRIMARY KEY REFERENCES item (id),
            name TEXT NOT NULL,
            launch_url TEXT NOT NULL,
            image TEXT,
            publisher TEXT,
            authors TEXT NOT NULL,
            subjects TEXT NOT NULL,
            description TEXT
        ) STRICT;

        CREATE VIEW learning_object AS
        SELECT i.*, t.name, t.launch_url, t.image, t.publisher, t.authors, t.subjects, t.description
        FROM item i JOIN item_text t ON t.item = i.id;

        CREATE TABLE listed (
            connection INTEGER NOT NULL REFERENCES connection (id),
            item INTEGER NOT NULL REFERENCES item (id),
            PRIMARY KEY (connection, item)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE page (
            connection INTEGER NOT NULL REFERENCES connection (id),
            number INTEGER NOT NULL,
            memo TEXT NOT NULL,
            items BLOB NOT NULL,
            skipped TEXT,
            PRIMARY KEY (connection, number)
        ) STRICT;

        CREATE TABLE alternatives (
            connection INTEGER NOT NULL REFERENCES connection (id),
            external_id TEXT NOT NULL,
            retires_at INTEGER NOT NULL,
            ids TEXT NOT NULL,
            asked INTEGER NOT NULL,
            PRIMARY KEY (connection, external_id)
        ) STRICT, WITHOUT ROWID;
        """

    /// Courses once per deployment. Tags are one list for the whole platform: what a provider gives is with its
    /// items, once for all groups, and what a person puts on a course is with the course. `deployment.tags` is what
    /// the file asks for, `tagging` what has been in force since the last sync, and
    /// `hand_tags` is another number after every change of tags by hand; `active` and `archived` are how many
    /// courses it has, and `changes` is another number after every change of them. `overlap` has what deployments of a
    /// provider share, as of the changes that `meta` has for the provider, and `likely_overlap` which courses of a group
    /// are alike, as of those that it has for the group.
    private static let courses = """
        CREATE TABLE deployment (
            id INTEGER PRIMARY KEY,
            group_id TEXT NOT NULL,
            provider TEXT NOT NULL,
            connection INTEGER NOT NULL REFERENCES connection (id),
            applied TEXT NOT NULL DEFAULT '',
            tags INTEGER NOT NULL DEFAULT 0,
            tagging INTEGER NOT NULL DEFAULT 0,
            hand_tags INTEGER NOT NULL DEFAULT 0,
            attempts_to INTEGER NOT NULL DEFAULT 0,
            enabled_at INTEGER,
            active INTEGER NOT NULL DEFAULT 0,
            archived INTEGER NOT NULL DEFAULT 0,
            changes INTEGER NOT NULL DEFAULT 0,
            UNIQUE (group_id, provider)
        ) STRICT;

        CREATE TABLE overlap (
            provider TEXT NOT NULL,
            one INTEGER NOT NULL REFERENCES deployment (id),
            other INTEGER NOT NULL REFERENCES deployment (id),
            courses INTEGER NOT NULL,
            PRIMARY KEY (provider, one, other)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE likely_overlap (
            group_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            courses TEXT NOT NULL,
            PRIMARY KEY (group_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE course (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            deployment INTEGER NOT NULL REFERENCES deployment (id),
            item INTEGER NOT NULL REFERENCES item (id),
            reasons INTEGER NOT NULL,
            UNIQUE (deployment, item)
        ) STRICT;
        CREATE INDEX course_item ON course (item, deployment) WHERE reasons = 0;

        CREATE TABLE tag (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL
        ) STRICT;

        CREATE TABLE item_tag (
            item INTEGER NOT NULL REFERENCES item (id),
            position INTEGER NOT NULL,
            tag INTEGER NOT NULL REFERENCES tag (id),
            PRIMARY KEY (item, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE course_tag (
            course INTEGER NOT NULL REFERENCES course (id),
            tag INTEGER NOT NULL REFERENCES tag (id),
            PRIMARY KEY (course, tag)
        ) STRICT, WITHOUT ROWID;
        """

    private static let runs = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            provider TEXT NOT NULL,
            connection INTEGER NOT NULL REFERENCES connection (id),
            subject TEXT NOT NULL,
            groups TEXT NOT NULL,
            started INTEGER NOT NULL,
            finished INTEGER,
            outcome TEXT,
            error TEXT,
            remarks TEXT NOT NULL DEFAULT '',
            seen INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL DEFAULT 0,
            updated INTEGER NOT NULL DEFAULT 0,
            unchanged INTEGER NOT NULL DEFAULT 0,
            archived INTEGER NOT NULL DEFAULT 0,
            unarchived INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            requests INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0,
            seconds REAL NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX run_kind ON run (connection, kind, outcome);

        CREATE TABLE skipped (
            id INTEGER PRIMARY KEY,
            connection INTEGER NOT NULL REFERENCES connection (id),
            external_id TEXT,
            reason TEXT NOT NULL,
            run INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX skipped_run ON skipped (run);
        """
}
