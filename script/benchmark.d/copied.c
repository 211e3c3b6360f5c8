// copied URL SIZE TABLE KEY [TABLE KEY]...: writes the rows of tables of a PostgreSQL database into empty ones like them,
// as quickly as it goes: in transactions of SIZE rows of each table, by COPY into a temporary table and from there by one
// upsert. Prints the seconds of that.
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static PGconn *db;

_Noreturn static void fail(void) {
    fprintf(stderr, "copied: %s", PQerrorMessage(db));
    exit(1);
}

// Runs a statement; returns the first value of its result, if there is one.
static char *run(const char *sql) {
    PGresult *result = PQexec(db, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
    char *value = PQntuples(result) ? strdup(PQgetvalue(result, 0, 0)) : NULL;
    PQclear(result);
    return value;
}

static char *text(const char *format, const char *one, const char *two, const char *three) {
    size_t length = strlen(format) + strlen(one) + strlen(two) + strlen(three) + 1;
    char *made = malloc(length);
    snprintf(made, length, format, one, two, three);
    return made;
}

struct table {
    const char *name;
    char *upsert, **rows;
    int *lengths;
    size_t count, capacity;
};

static void read_rows(struct table *table, const char *key) {
    run(text("DROP TABLE IF EXISTS floor.%s%s%s", table->name, "", ""));
    run(text("CREATE TABLE floor.%s (LIKE public.%s INCLUDING ALL%s)", table->name, table->name, ""));
    char *sets = run(text(
        "SELECT string_agg(column_name || ' = excluded.' || column_name, ', ') FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = '%s' AND column_name <> 'id'%s%s", table->name, "", ""));
    table->upsert = text("INSERT INTO floor.%s SELECT * FROM incoming_%s ON CONFLICT ", table->name, table->name, "");
    table->upsert = text("%s(%s) DO UPDATE SET %s", table->upsert, key, sets);
    PGresult *result = PQexec(db, text("COPY (SELECT * FROM public.%s ORDER BY 1) TO STDOUT%s%s", table->name, "", ""));
    if (PQresultStatus(result) != PGRES_COPY_OUT) fail();
    PQclear(result);
    char *row;
    int length;
    while ((length = PQgetCopyData(db, &row, 0)) > 0) {
        if (table->count == table->capacity) {
            table->capacity = 2 * table->capacity + 1024;
            table->rows = realloc(table->rows, table->capacity * sizeof *table->rows);
            table->lengths = realloc(table->lengths, table->capacity * sizeof *table->lengths);
        }
        table->lengths[table->count] = length;
        table->rows[table->count++] = row;
    }
    if (length == -2) fail();
    PQclear(PQgetResult(db));
    run(text("CREATE TEMP TABLE incoming_%s (LIKE public.%s) ON COMMIT DELETE ROWS%s", table->name, table->name, ""));
}

static void write_rows(const struct table *table, size_t from, size_t to) {
    PGresult *result = PQexec(db, text("COPY incoming_%s FROM STDIN%s%s", table->name, "", ""));
    if (PQresultStatus(result) != PGRES_COPY_IN) fail();
    PQclear(result);
    for (size_t row = from; row < to; row++)
        if (PQputCopyData(db, table->rows[row], table->lengths[row]) != 1) fail();
    if (PQputCopyEnd(db, NULL) != 1) fail();
    while ((result = PQgetResult(db))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK) fail();
        PQclear(result);
    }
    run(table->upsert);
}

int main(int count, char **given) {
    size_t size = count > 4 ? strtoul(given[2], NULL, 10) : 0;
    if (!size) {
        fputs("copied URL SIZE TABLE KEY [TABLE KEY]...\n", stderr);
        return 2;
    }
    db = PQconnectdb(given[1]);
    if (PQstatus(db) != CONNECTION_OK) fail();
    run("SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS floor");
    struct table tables[8] = {0};
    int number = 0;
    size_t most = 0;
    for (int index = 3; index + 1 < count && number < 8; index += 2, number++) {
        tables[number].name = given[index];
        read_rows(&tables[number], given[index + 1]);
        if (tables[number].count > most) most = tables[number].count;
    }
    struct timespec begun, ended;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (size_t from = 0; from < most; from += size) {
        run("BEGIN");
        for (int index = 0; index < number; index++) {
            size_t to = from + size < tables[index].count ? from + size : tables[index].count;
            if (from < to) write_rows(&tables[index], from, to);
        }
        run("COMMIT");
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    printf("%.4f\n", (ended.tv_sec - begun.tv_sec) + (ended.tv_nsec - begun.tv_nsec) / 1e9);
    return 0;
}
