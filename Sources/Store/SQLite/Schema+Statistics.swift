extension Schema {
    /// Enrolments and accounts once per connection, learners once, attempts once per course.
    ///
    /// An enrolment names its content by the provider's id, since that may be no item yet. `duration` is set with a
    /// completion, -1 if it was unknown. `progress` and `time_spent` are the provider's own, NULL if it has none;
    /// `time_windows` are the parts of a `time_spent` that is a sum; `progress_at` and `time_at` say when progress and a total were named. `account.gone` marks an account whose e-mail address the provider no longer
    /// gives. `connection.enrolments` counts the enrolments, and `unknown_content` those in content that is no course in any
    /// group of the connection. A launch opens an attempt: `since` is the earliest begin of an enrolment that takes it
    /// over, `last` the last launch that went on with it, and `account` whose it is in the connection of the course, once that is known.
    /// An attempt has the enrolment or the launch that opened it; `filled` is 0 until an enrolment takes a launch over.
    static let statistics = """
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
            gone INTEGER NOT NULL DEFAULT 0,
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
            progress INTEGER,
            progress_at INTEGER,
            time_spent INTEGER,
            time_windows TEXT,
            time_at INTEGER,
            UNIQUE (connection, external_id)
        ) STRICT;
        CREATE INDEX enrolment_content ON enrolment (connection, content, account);
        CREATE INDEX enrolment_account ON enrolment (account);

        CREATE TABLE unknown_content (
            connection INTEGER NOT NULL REFERENCES connection (id),
            content TEXT NOT NULL,
            enrolments INTEGER NOT NULL,
            PRIMARY KEY (connection, content)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE launch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            course INTEGER NOT NULL REFERENCES course (id),
            learner INTEGER NOT NULL REFERENCES learner (id),
            account TEXT,
            at INTEGER NOT NULL,
            since INTEGER NOT NULL,
            last INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX launch_learner ON launch (learner, course);

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            course INTEGER NOT NULL REFERENCES course (id),
            learner INTEGER NOT NULL REFERENCES learner (id),
            enrolment TEXT,
            launch INTEGER UNIQUE REFERENCES launch (id),
            filled INTEGER NOT NULL,
            first_activity INTEGER NOT NULL,
            last_activity INTEGER NOT NULL,
            completed_at INTEGER,
            progress INTEGER NOT NULL,
            result INTEGER,
            time_spent INTEGER,
            UNIQUE (course, learner, enrolment)
        ) STRICT;
        CREATE INDEX attempt_learner ON attempt (learner);
        CREATE UNIQUE INDEX attempt_launched ON attempt (course, learner) WHERE filled = 0 AND completed_at IS NULL;
        """

    /// Attempts counted, in the transactions that change them (`AttemptCounts`): of each deployment, of each course, of
    /// each learner in a deployment, and completions of each month (years times 12, and months from 0). What is counted
    /// under the deployment 0 is of all deployments. There is no row of what has none.
    static let counts = """
        CREATE TABLE deployment_activity (
            deployment INTEGER PRIMARY KEY,
            attempts INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            succeeded INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            time_spent INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE course_activity (
            course INTEGER PRIMARY KEY REFERENCES course (id),
            deployment INTEGER NOT NULL,
            learners INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            succeeded INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            time_spent INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE learner_activity (
            deployment INTEGER NOT NULL,
            learner INTEGER NOT NULL REFERENCES learner (id),
            attempts INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            PRIMARY KEY (deployment, learner)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE month_activity (
            deployment INTEGER NOT NULL,
            month INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            PRIMARY KEY (deployment, month)
        ) STRICT, WITHOUT ROWID;
        """
}
