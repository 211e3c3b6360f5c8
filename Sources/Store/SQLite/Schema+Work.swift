/// The tables of work under way, and of the workspace.
extension Schema {
    /// The ledger of what a platform was told, the outbox of what it is to be told, and the batches that are under way.
    ///
    /// `destination.refreshed` is the state of what the outbox was last made of; empty if the ledger may have changed since.
    /// `delivered_course.state` names the item and its revision that were delivered, `digest` the payload made of them:
    /// a new revision that makes the same payload is not sent. `own_fields` is what the platform makes of them by
    /// itself. `opened_attempt` has the beginnings of attempts that learners opened on the platform, and that the
    /// statistic of an enrolment closes. A row of `outbox` with a `batch` is in flight, and has
    /// what was sent in `sent_key` and `sent_digest`. A `batch` without `operation` may have been taken or not; an ended
    /// one is kept for a while, so that its operation is not taken for another's.
    static let delivery = """
        CREATE TABLE destination (
            id INTEGER PRIMARY KEY,
            company TEXT NOT NULL,
            deployment INTEGER NOT NULL REFERENCES deployment (id),
            remote TEXT NOT NULL,
            plan TEXT NOT NULL,
            rendering TEXT NOT NULL,
            current INTEGER NOT NULL,
            refreshed TEXT NOT NULL DEFAULT '',
            UNIQUE (deployment, remote)
        ) STRICT;

        CREATE TABLE delivered_course (
            destination INTEGER NOT NULL REFERENCES destination (id),
            course INTEGER NOT NULL REFERENCES course (id),
            state TEXT NOT NULL,
            digest TEXT NOT NULL,
            archived INTEGER NOT NULL DEFAULT 0,
            resource TEXT,
            tags TEXT NOT NULL DEFAULT '',
            owned TEXT NOT NULL DEFAULT '',
            own_fields TEXT,
            PRIMARY KEY (destination, course)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivered_course_resource ON delivered_course (destination, resource);

        CREATE TABLE delivered_statistic (
            destination INTEGER NOT NULL REFERENCES destination (id),
            enrolment TEXT NOT NULL,
            state TEXT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (destination, enrolment)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE opened_attempt (
            destination INTEGER NOT NULL REFERENCES destination (id),
            enrolment TEXT NOT NULL,
            at INTEGER NOT NULL,
            timed INTEGER NOT NULL,
            PRIMARY KEY (destination, enrolment)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            destination INTEGER NOT NULL REFERENCES destination (id),
            work INTEGER NOT NULL,
            course INTEGER NOT NULL REFERENCES course (id),
            enrolment TEXT NOT NULL,
            state TEXT NOT NULL,
            since INTEGER NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            standing INTEGER NOT NULL DEFAULT 0,
            reason TEXT,
            run INTEGER,
            batch INTEGER,
            sent_key TEXT,
            sent_digest TEXT,
            UNIQUE (destination, work, course, enrolment)
        ) STRICT;
        CREATE INDEX outbox_batch ON outbox (batch) WHERE batch IS NOT NULL;

        CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            destination INTEGER NOT NULL REFERENCES destination (id),
            work INTEGER NOT NULL,
            sent INTEGER NOT NULL,
            operation TEXT,
            ended INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        """

    /// How webhooks stand, and the events that came by them.
    static let webhooks = """
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
        """

    /// What was accepted for a provider, and what became of it.
    ///
    /// Entries with the same key are delivered in the order in which they were accepted; an entry that was refused as it
    /// was read has no key. `pushed` has the references that each group pushed, with the id under which the provider's
    /// catalog lists the content. `push_origin` has the digest of the row that created it, and whether `published` acts.
    static let push = """
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
            given TEXT,
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
        CREATE INDEX push_entry_finished ON push_entry (finished) WHERE finished IS NOT NULL;
        CREATE INDEX push_entry_aside ON push_entry (connection, id) WHERE state = 2;

        CREATE TABLE pushed (
            connection INTEGER NOT NULL REFERENCES connection (id),
            group_id TEXT NOT NULL,
            reference TEXT NOT NULL,
            content TEXT,
            PRIMARY KEY (connection, group_id, reference)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pushed_content ON pushed (connection, group_id, content) WHERE content IS NOT NULL;

        CREATE TABLE push_origin (
            connection INTEGER NOT NULL REFERENCES connection (id),
            reference TEXT NOT NULL,
            digest INTEGER NOT NULL,
            publishes INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (connection, reference)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE reported_attempt (
            connection INTEGER NOT NULL REFERENCES connection (id),
            attempt INTEGER NOT NULL,
            PRIMARY KEY (connection, attempt)
        ) STRICT, WITHOUT ROWID;
        """

    /// Paths, what is shared into catalogs and libraries, the audit trail, tokens with the links that were not opened
    /// yet, and answers that are kept for a while.
    ///
    /// A group's own courses are in its catalog by being its own, so only what is put there has a row. `token.held` is
    /// the name until another token may have it. An `answer` without `status` belongs to a call that is being performed.
    static let workspace = """
        CREATE TABLE path (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            position INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE path_course (
            path INTEGER NOT NULL REFERENCES path (id),
            course INTEGER NOT NULL REFERENCES course (id),
            position INTEGER NOT NULL,
            PRIMARY KEY (path, course)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX path_course_course ON path_course (course);

        CREATE TABLE placed (
            group_id TEXT NOT NULL,
            collection TEXT NOT NULL,
            course INTEGER NOT NULL REFERENCES course (id),
            PRIMARY KEY (group_id, collection, course)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            subject TEXT NOT NULL,
            before TEXT,
            after TEXT,
            finished INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX audit_subject ON audit (subject);

        CREATE TABLE token (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            held TEXT UNIQUE,
            role TEXT NOT NULL,
            groups TEXT NOT NULL,
            hash BLOB NOT NULL UNIQUE,
            created INTEGER NOT NULL,
            expires INTEGER,
            revoked INTEGER
        ) STRICT;

        CREATE TABLE sign_in_link (
            token INTEGER PRIMARY KEY REFERENCES token (id),
            hash BLOB NOT NULL UNIQUE,
            expires INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE answer (
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            status INTEGER,
            body TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (caller, key)
        ) STRICT;
        CREATE INDEX answer_at ON answer (at);
        """
}
