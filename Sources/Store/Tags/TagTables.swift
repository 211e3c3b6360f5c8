import GRDB

/// The tables of tags: one list of tags for the whole platform (contract section 6).
///
/// What a provider gives hangs on its items, once for all groups, and what a person puts on a course hangs on
/// the course. `deployment.tags` is what the file asks for, `deployment.tagging` what has been in force since the
/// last sync; `connection.tagged` is the revision up to which the tags of its items follow their subjects.
enum TagTables {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
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

                ALTER TABLE deployment ADD COLUMN tags INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE deployment ADD COLUMN tagging INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE connection ADD COLUMN tagged INTEGER NOT NULL DEFAULT 0;
                """)
    }
}
