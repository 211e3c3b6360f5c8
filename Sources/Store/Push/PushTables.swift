import GRDB

/// The tables of contract section 10: what was accepted for a provider, and what became of it.
///
/// Entries with the same key are delivered in the order in which they were accepted; an entry that was refused
/// as it was read has no key.
enum PushTables {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE push_job (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    group_id TEXT NOT NULL,
                    accepted INTEGER NOT NULL
                ) STRICT;

                CREATE TABLE push_entry (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    job INTEGER NOT NULL REFERENCES push_job (id),
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    line INTEGER NOT NULL,
                    reference TEXT NOT NULL,
                    key TEXT,
                    body BLOB,
                    basis TEXT,
                    action TEXT,
                    state INTEGER NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due INTEGER NOT NULL,
                    finished INTEGER,
                    outcome TEXT,
                    reason TEXT,
                    UNIQUE (job, key)
                ) STRICT;
                CREATE INDEX push_entry_open ON push_entry (connection, key, id) WHERE state = 0;
                CREATE INDEX push_entry_due ON push_entry (connection, id) WHERE state = 0;
                CREATE INDEX push_entry_aside ON push_entry (connection, id) WHERE state = 2;

                CREATE TABLE pushed (
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    reference TEXT NOT NULL,
                    PRIMARY KEY (connection, reference)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE reported_attempt (
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    attempt INTEGER NOT NULL,
                    PRIMARY KEY (connection, attempt)
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
