// The rows of a synced store, written into a fresh one of the same shape through SQLite's C API.
#include "floor.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct cell {
    int type;
    union {
        sqlite3_int64 integer;
        double real;
        struct {
            size_t offset;
            int length;
        } text;
    };
};

// All rows of a table, with the bytes of their texts in one place.
struct rows {
    struct buffer cells, texts;
    char *upsert;
    int columns;
};

static void check(sqlite3 *db, int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        fail("%s: %s", sqlite3_db_filename(db, "main"), sqlite3_errmsg(db));
    }
}

static void run(sqlite3 *db, const char *sql) { check(db, sqlite3_exec(db, sql, NULL, NULL, NULL)); }

// Opened as GRDB's DatabasePool and the store's configuration open it, but for references, which are looked up.
static sqlite3 *open_store(const char *path, int flags) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, flags, NULL)) fail("%s: %s", path, sqlite3_errmsg(db));
    sqlite3_busy_timeout(db, 10000);
    // A process that ends leaves the log to the next one; so does the floor, which makes it a lower one.
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; "
            "PRAGMA temp_store = memory; PRAGMA cache_size = -16000");
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
    return statement;
}

// INSERT … ON CONFLICT (key) DO UPDATE SET …, with a parameter for each column of a query's result.
static char *upsert_sql(sqlite3_stmt *query, const char *table, const char *key) {
    sqlite3_str *names = sqlite3_str_new(NULL), *marks = sqlite3_str_new(NULL), *sets = sqlite3_str_new(NULL);
    for (int column = 0; column < sqlite3_column_count(query); column++) {
        const char *name = sqlite3_column_name(query, column), *comma = column ? ", " : "";
        sqlite3_str_appendf(names, "%s%s", comma, name);
        sqlite3_str_appendf(marks, "%s?", comma);
        // Rows keep their number: were it set, all that refers to them would be looked for.
        if (!strcmp(name, "id")) continue;
        sqlite3_str_appendf(sets, "%s%s = excluded.%s", sqlite3_str_length(sets) ? ", " : "", name, name);
    }
    char *parts[] = {sqlite3_str_finish(names), sqlite3_str_finish(marks), sqlite3_str_finish(sets)};
    char *sql = sqlite3_mprintf(
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s", table, parts[0], parts[1], key,
        parts[2]);
    for (int part = 0; part < 3; part++) sqlite3_free(parts[part]);
    return sql;
}

// The rows of `source`, to be written into `table`.
static struct rows read_rows(sqlite3 *db, const char *source, const char *table, const char *key) {
    char *sql = sqlite3_mprintf("SELECT * FROM %s ORDER BY 1", source);
    sqlite3_stmt *query = prepare(db, sql);
    struct rows rows = {.upsert = upsert_sql(query, table, key), .columns = sqlite3_column_count(query)};
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        for (int column = 0; column < rows.columns; column++) {
            struct cell cell = {.type = sqlite3_column_type(query, column)};
            if (cell.type == SQLITE_INTEGER) cell.integer = sqlite3_column_int64(query, column);
            if (cell.type == SQLITE_FLOAT) cell.real = sqlite3_column_double(query, column);
            if (cell.type == SQLITE_TEXT || cell.type == SQLITE_BLOB) {
                const void *bytes = sqlite3_column_blob(query, column);
                cell.text.length = sqlite3_column_bytes(query, column);
                cell.text.offset = rows.texts.length;
                if (bytes) append(&rows.texts, bytes, (size_t)cell.text.length);
            }
            append(&rows.cells, &cell, sizeof cell);
        }
    }
    check(db, code);
    sqlite3_finalize(query);
    sqlite3_free(sql);
    return rows;
}

static int bind(sqlite3_stmt *statement, int index, const struct cell *cell, const char *texts) {
    bool has_text = cell->type == SQLITE_TEXT || cell->type == SQLITE_BLOB;
    const char *text = has_text ? texts + cell->text.offset : NULL;
    switch (cell->type) {
    case SQLITE_INTEGER: return sqlite3_bind_int64(statement, index, cell->integer);
    case SQLITE_FLOAT: return sqlite3_bind_double(statement, index, cell->real);
    case SQLITE_TEXT: return sqlite3_bind_text(statement, index, text, cell->text.length, SQLITE_STATIC);
    case SQLITE_BLOB: return sqlite3_bind_blob(statement, index, text, cell->text.length, SQLITE_STATIC);
    default: return sqlite3_bind_null(statement, index);
    }
}

// Writes the next row; false if there is none.
static bool write_row(sqlite3 *db, sqlite3_stmt *upsert, const struct rows *rows, size_t row) {
    const struct cell *cells = (const struct cell *)rows->cells.bytes + row * (size_t)rows->columns;
    if (row * (size_t)rows->columns >= rows->cells.length / sizeof *cells) return false;
    for (int column = 0; column < rows->columns; column++) {
        check(db, bind(upsert, column + 1, cells + column, rows->texts.bytes));
    }
    check(db, sqlite3_step(upsert));
    check(db, sqlite3_reset(upsert));
    return true;
}

// `size` rows a transaction, those of `beside` with them; 0 puts all rows into one.
static void write_rows(sqlite3 *db, const struct rows *rows, const struct rows *beside, size_t size) {
    sqlite3_stmt *upsert = prepare(db, rows->upsert), *second = beside ? prepare(db, beside->upsert) : NULL;
    bool more = true;
    for (size_t row = 0; more; row++) {
        if (size == 0 ? row == 0 : row % size == 0) run(db, row == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
        more = write_row(db, upsert, rows, row);
        if (more && beside) write_row(db, second, beside, row);
    }
    run(db, "COMMIT");
    sqlite3_finalize(upsert);
    sqlite3_finalize(second);
}

// Tables and indexes, in the order in which they were made; full-text tables are not part of a load.
static struct buffer schema_of(sqlite3 *db) {
    struct buffer schema = {0};
    sqlite3_stmt *query = prepare(
        db,
        "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
        "AND tbl_name IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table') "
        "ORDER BY rowid");
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        append(&schema, sqlite3_column_text(query, 0), (size_t)sqlite3_column_bytes(query, 0));
    }
    check(db, code);
    sqlite3_finalize(query);
    append(&schema, "", 1);
    return schema;
}

// The table of items as it was when the aims were set: what each later store is measured by.
static const char *const former_items =
    "DROP TABLE item; CREATE TABLE item (id INTEGER PRIMARY KEY, connection INTEGER NOT NULL REFERENCES connection (id), "
    "external_id TEXT NOT NULL, digest INTEGER NOT NULL, revision INTEGER NOT NULL, state INTEGER NOT NULL, "
    "published INTEGER NOT NULL, lang TEXT, provider_type TEXT NOT NULL, content_type TEXT NOT NULL, duration INTEGER, "
    "modified_at INTEGER, retires_at INTEGER, name TEXT NOT NULL, launch_url TEXT NOT NULL, image TEXT, publisher TEXT, "
    "authors TEXT NOT NULL, subjects TEXT NOT NULL, description TEXT, UNIQUE (connection, external_id)) STRICT; "
    "CREATE INDEX item_revision ON item (connection, revision); "
    "CREATE INDEX item_kind ON item (connection, state, lang, provider_type); "
    "CREATE INDEX item_retiring ON item (retires_at, external_id) WHERE retires_at IS NOT NULL;";

struct stopwatch store_rows(const char *source, const char *target, int page_size, bool is_former) {
    sqlite3 *read = open_store(source, SQLITE_OPEN_READWRITE);
    struct buffer schema = schema_of(read);
    struct rows connections = read_rows(read, "connection", "connection", "id");
    struct rows deployments = read_rows(read, "deployment", "deployment", "id");
    struct rows items =
        read_rows(read, is_former ? "learning_object" : "item", "item", "connection, external_id");
    struct rows texts = read_rows(read, "item_text", "item_text", "item");
    struct rows courses = read_rows(read, "course", "course", "deployment, item");
    sqlite3_close(read);

    sqlite3 *write = open_store(target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(write, schema.bytes);
    run(write, is_former ? former_items : "PRAGMA foreign_keys = OFF");
    struct stopwatch begun = start();
    write_rows(write, &connections, NULL, 0);
    write_rows(write, &deployments, NULL, 0);
    write_rows(write, &items, is_former ? NULL : &texts, (size_t)page_size);
    write_rows(write, &courses, NULL, 0);
    struct stopwatch took = elapsed(begun);
    sqlite3_close(write);
    return took;
}

struct stopwatch store_learning(const char *source, const char *target, int page_size) {
    sqlite3 *read = open_store(source, SQLITE_OPEN_READWRITE);
    struct buffer schema = schema_of(read);
    struct rows others[] = {
        read_rows(read, "connection", "connection", "id"), read_rows(read, "deployment", "deployment", "id"),
        read_rows(read, "item", "item", "id"), read_rows(read, "course", "course", "id"),
    };
    struct rows learners = read_rows(read, "learner", "learner", "email");
    struct rows accounts = read_rows(read, "account", "account", "connection, external_id");
    struct rows enrolments = read_rows(read, "enrolment", "enrolment", "connection, external_id");
    struct rows attempts = read_rows(read, "attempt", "attempt", "id");
    sqlite3_close(read);

    sqlite3 *write = open_store(target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    sqlite3_stmt *known = prepare(write, "SELECT 1 FROM sqlite_master");
    bool is_new = sqlite3_step(known) != SQLITE_ROW;
    sqlite3_finalize(known);
    if (is_new) {
        run(write, schema.bytes);
        for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
            write_rows(write, &others[index], NULL, 0);
        }
    }
    struct stopwatch begun = start();
    write_rows(write, &learners, NULL, 0);
    write_rows(write, &accounts, NULL, 0);
    write_rows(write, &enrolments, NULL, (size_t)page_size);
    write_rows(write, &attempts, NULL, 0);
    struct stopwatch took = elapsed(begun);
    sqlite3_close(write);
    return took;
}

void set_reasons(const char *store, int reasons, char *const *types, int count) {
    sqlite3 *db = open_store(store, SQLITE_OPEN_READWRITE);
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(
        sql,
        "UPDATE course SET reasons = %d WHERE deployment = (SELECT min(id) FROM deployment) AND item IN "
        "(SELECT id FROM item WHERE connection = (SELECT min(id) FROM connection) AND provider_type NOT IN (",
        reasons);
    for (int index = 0; index < count; index++) {
        sqlite3_str_appendf(sql, "%s%Q", index ? ", " : "", types[index]);
    }
    sqlite3_str_appendall(sql, "))");
    char *text = sqlite3_str_finish(sql);
    run(db, text);
    sqlite3_free(text);
    sqlite3_close(db);
}

unsigned long long digest_rows(const char *store) {
    sqlite3 *db = open_store(store, SQLITE_OPEN_READWRITE);
    unsigned long long digest = 0xcbf29ce484222325;
    const char *tables[] = {
        "SELECT * FROM learning_object ORDER BY id", "SELECT * FROM course ORDER BY id",
        "SELECT * FROM enrolment ORDER BY id", "SELECT * FROM attempt ORDER BY id",
    };
    for (size_t table = 0; table < sizeof tables / sizeof *tables; table++) {
        sqlite3_stmt *query = prepare(db, tables[table]);
        int code;
        while ((code = sqlite3_step(query)) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(query); column++) {
                const unsigned char *bytes = sqlite3_column_blob(query, column);
                int length = sqlite3_column_bytes(query, column);
                digest = (digest ^ (unsigned)sqlite3_column_type(query, column)) * 0x100000001b3;
                for (int index = 0; index < length; index++) digest = (digest ^ bytes[index]) * 0x100000001b3;
            }
        }
        check(db, code);
        sqlite3_finalize(query);
    }
    sqlite3_close(db);
    return digest;
}
