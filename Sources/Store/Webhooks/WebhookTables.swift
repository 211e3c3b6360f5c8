import GRDB

/// The tables of contract section 8.
enum WebhookTables {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE webhook (
                    connection INTEGER PRIMARY KEY REFERENCES connection (id),
                    generation INTEGER NOT NULL,
                    made INTEGER NOT NULL,
                    confirmed INTEGER NOT NULL,
                    confirmed_at INTEGER,
                    url TEXT,
                    checked INTEGER,
                    error TEXT
                ) STRICT;

                CREATE TABLE event (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    event_id TEXT NOT NULL,
                    type TEXT NOT NULL,
                    kind INTEGER NOT NULL,
                    subject TEXT NOT NULL,
                    content TEXT,
                    at INTEGER,
                    received INTEGER NOT NULL,
                    state INTEGER NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due INTEGER NOT NULL,
                    finished INTEGER,
                    reason TEXT,
                    UNIQUE (connection, event_id)
                ) STRICT;
                CREATE INDEX event_open ON event (connection, kind, subject) WHERE state <> 1;
                CREATE INDEX event_finished ON event (finished) WHERE finished IS NOT NULL;

                CREATE TABLE alternatives (
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    external_id TEXT NOT NULL,
                    retires_at INTEGER NOT NULL,
                    ids TEXT NOT NULL,
                    asked INTEGER NOT NULL,
                    PRIMARY KEY (connection, external_id)
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
