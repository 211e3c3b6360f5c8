import GRDB

/// Where statistics are kept: enrolments and accounts once per connection, learners once, attempts once per course.
enum StatisticsTables {
    /// The second step of the store's shape; released with it, so never changed.
    ///
    /// An enrolment names its content by the provider's id, since that may be no item yet. `duration` is set with a
    /// completion, -1 where it was unknown. An attempt without an enrolment was opened by a launch.
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE learner (
                    id INTEGER PRIMARY KEY,
                    email TEXT NOT NULL UNIQUE
                ) STRICT;

                CREATE TABLE account (
                    id INTEGER PRIMARY KEY,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    external_id TEXT NOT NULL,
                    learner INTEGER REFERENCES learner (id),
                    name TEXT,
                    UNIQUE (connection, external_id)
                ) STRICT;
                CREATE INDEX account_learner ON account (learner, connection);

                CREATE TABLE enrolment (
                    id INTEGER PRIMARY KEY,
                    connection INTEGER NOT NULL REFERENCES connection (id),
                    external_id TEXT NOT NULL,
                    content TEXT NOT NULL,
                    account INTEGER NOT NULL REFERENCES account (id),
                    completed INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER NOT NULL,
                    passed INTEGER,
                    duration INTEGER,
                    UNIQUE (connection, external_id)
                ) STRICT;
                CREATE INDEX enrolment_content ON enrolment (connection, content, account);

                CREATE TABLE attempt (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    course INTEGER NOT NULL REFERENCES course (id),
                    learner INTEGER NOT NULL REFERENCES learner (id),
                    enrolment TEXT,
                    first_activity INTEGER NOT NULL,
                    last_activity INTEGER NOT NULL,
                    completed_at INTEGER,
                    progress INTEGER NOT NULL,
                    result INTEGER,
                    time_spent INTEGER
                ) STRICT;
                CREATE INDEX attempt_course ON attempt (course, learner);

                ALTER TABLE connection ADD COLUMN stats_checkpoint TEXT;
                ALTER TABLE connection ADD COLUMN stats_rows INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE connection ADD COLUMN stats_whole INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE connection ADD COLUMN stats_mark TEXT;
                ALTER TABLE deployment ADD COLUMN attempts_to INTEGER NOT NULL DEFAULT 0;
                """)
    }
}
