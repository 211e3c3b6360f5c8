import GRDB

/// The tables of the workspace: paths, what is shared into catalogs and libraries, and the audit trail.
enum WorkspaceTables {
    /// A group's own courses are in its catalog by being its own, so only what is put there has a row.
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
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
                """)
    }
}
