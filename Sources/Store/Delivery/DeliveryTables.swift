import GRDB

/// Where deliveries are kept: the ledger of what a platform was told, the outbox of what it is to be told,
/// and the batches that are under way.
enum DeliveryTables {
    /// The seventh step of the store's shape; released with it, so never changed.
    ///
    /// `delivered_course.state` names the item and its revision that were delivered, `digest` the payload
    /// made of them: a new revision that makes the same payload is not sent. A row of `outbox` with a `batch`
    /// is in flight, and has what was sent in `sent_key` and `sent_digest`. A `batch` without `operation` may
    /// have been taken or not; an ended one is kept for a while, so that its operation is not taken for
    /// another's.
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE destination (
                    id INTEGER PRIMARY KEY,
                    company TEXT NOT NULL,
                    deployment INTEGER NOT NULL REFERENCES deployment (id),
                    remote TEXT NOT NULL,
                    plan TEXT NOT NULL,
                    rendering TEXT NOT NULL,
                    current INTEGER NOT NULL,
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
                    PRIMARY KEY (destination, course)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE delivered_statistic (
                    destination INTEGER NOT NULL REFERENCES destination (id),
                    enrolment TEXT NOT NULL,
                    state TEXT NOT NULL,
                    digest TEXT NOT NULL,
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
                """)
    }
}
