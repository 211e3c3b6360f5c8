import GRDB

/// The shape of the store, step by step: a step that was released is never changed, only followed.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 catalog", migrate: catalog)
        migrator.registerMigration("1a skipped items of a page", migrate: skippedOfPages)
        migrator.registerMigration("5 access", migrate: access)
        migrator.registerMigration("2 statistics", migrate: StatisticsTables.create)
        migrator.registerMigration("4 tags", migrate: TagTables.create)
        migrator.registerMigration("3 webhooks", migrate: WebhookTables.create)
        migrator.registerMigration("5 schedule", migrate: ScheduleColumns.create)
        migrator.registerMigration("6 push", migrate: PushTables.create)
        migrator.registerMigration("7 delivery", migrate: DeliveryTables.create)
        migrator.registerMigration("8 workspace", migrate: WorkspaceTables.create)
        migrator.registerMigration("9 answers", migrate: AnswerTable.create)
        migrator.registerMigration("9 retention", migrate: retention)
        migrator.registerMigration("10 retiring", migrate: retiring)
        return migrator
    }

    /// Items once per connection, courses once per deployment, runs.
    ///
    /// Narrow columns stand before the wide ones, so that a pass over languages and types reads no description.
    private static func catalog(_ db: Database) throws {
        try db.execute(
            sql: """
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
                    settled INTEGER NOT NULL DEFAULT 0
                ) STRICT;

                CREATE TABLE deployment (
                    id INTEGER PRIMARY KEY,
                    group_id TEXT NOT NULL,
                    provider TEXT NOT NULL,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    applied TEXT NOT NULL DEFAULT '',
                    UNIQUE (group_id, provider)
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
                    name TEXT NOT NULL,
                    launch_url TEXT NOT NULL,
                    image TEXT,
                    publisher TEXT,
                    authors TEXT NOT NULL,
                    subjects TEXT NOT NULL,
                    description TEXT,
                    UNIQUE (connection, external_id)
                ) STRICT;
                CREATE INDEX item_revision ON item (revision);
                CREATE INDEX item_kind ON item (connection, state, lang, provider_type);

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
                    PRIMARY KEY (connection, number)
                ) STRICT;

                CREATE TABLE course (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    deployment INTEGER NOT NULL REFERENCES deployment (id),
                    item INTEGER NOT NULL REFERENCES item (id),
                    reasons INTEGER NOT NULL,
                    UNIQUE (deployment, item)
                ) STRICT;

                CREATE TABLE skipped (
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    external_id TEXT,
                    reason TEXT NOT NULL,
                    run INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX skipped_run ON skipped (run);

                CREATE TABLE run (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind TEXT NOT NULL,
                    provider TEXT NOT NULL,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    groups TEXT NOT NULL,
                    started INTEGER NOT NULL,
                    finished INTEGER,
                    outcome TEXT,
                    error TEXT,
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
                """)
        try SearchIndex.create(db)
    }

    /// Who may use the API and the console.
    private static func access(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE token (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    name TEXT NOT NULL,
                    role TEXT NOT NULL,
                    groups TEXT NOT NULL,
                    hash BLOB NOT NULL UNIQUE,
                    created INTEGER NOT NULL,
                    expires INTEGER,
                    revoked INTEGER
                ) STRICT;
                """)
    }

    /// Every sync asks what retires: few items of many.
    private static func retiring(_ db: Database) throws {
        try db.execute(
            sql: "CREATE INDEX item_retiring ON item (connection, retires_at) WHERE retires_at IS NOT NULL")
    }

    /// A page with skipped items is known again like any other.
    private static func skippedOfPages(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE page ADD COLUMN skipped TEXT")
    }

    /// Old records are found by when they ended, and the newest runs without reading all of them.
    private static func retention(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX push_entry_finished ON push_entry (finished) WHERE finished IS NOT NULL;
                CREATE INDEX run_kind ON run (connection, kind, outcome);
                """)
    }
}
