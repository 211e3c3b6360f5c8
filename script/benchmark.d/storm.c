// storm PORT PATH SECRET SOURCE COUNT CONNECTIONS RATE [STORE]: calls a webhook about the enrolments that opened
// attempts in the store SOURCE, signed as Go1 signs, over so many connections, RATE calls a second (0: as many as
// are answered). Prints the calls, the seconds they took and how many were not answered 204. With STORE it also
// waits until each enrolment has its attempt there, in a file or by the URL of a database, and prints the median, the
// 99th per cent and the longest of the milliseconds from acknowledgement to attempt, and how many never came.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <libpq-fe.h>
#include <netinet/tcp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double patience = 120;
static const char *path, *secret, *watched;
static int port, count, connections;
static double rate, begun;
static char (*ids)[24];
static double *acknowledged;
static _Atomic int next_call, refused;

_Noreturn static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("storm: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void pause_until(double time) {
    double rest = time - now();
    if (rest > 0) usleep((useconds_t)(rest * 1e6));
}

static int open_line(void) {
    int line = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (line < 0 || connect(line, (struct sockaddr *)&address, sizeof address)) {
        fail("port %d: %s", port, strerror(errno));
    }
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return line;
}

static int request(char *text, size_t room, int call) {
    char body[512], stamped[600], hex[65], sent[32];
    time_t seconds = time(NULL);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(sent, sizeof sent, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    int length = snprintf(
        body, sizeof body,
        "{\"id\":\"evt_%d\",\"event_type\":\"enrollment.complete\",\"webhook_version\":\"3.0.0\","
        "\"sent\":\"%s\",\"attempt_number\":1,\"data\":{\"id\":\"%s\"}}",
        call, sent, ids[call]);
    int signed_length = snprintf(stamped, sizeof stamped, "%ld.%s", (long)seconds, body);
    unsigned char code[32];
    HMAC(EVP_sha256(), secret, (int)strlen(secret), (unsigned char *)stamped, (size_t)signed_length, code, NULL);
    for (int byte = 0; byte < 32; byte++) sprintf(hex + 2 * byte, "%02x", code[byte]);
    return snprintf(
        text, room,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        "Go1-Signature: t=%ld,v1=%s\r\nContent-Length: %d\r\n\r\n%s",
        path, port, (long)seconds, hex, length, body);
}

static void *call(void *unused) {
    (void)unused;
    int line = open_line(), mine;
    char text[2048];
    while ((mine = atomic_fetch_add(&next_call, 1)) < count) {
        if (rate > 0) pause_until(begun + mine / rate);
        int length = request(text, sizeof text, mine);
        if (write(line, text, (size_t)length) != length) fail("a call was cut off: %s", strerror(errno));
        // An answer without a body, or one that comes with its head.
        ssize_t got = 0, more;
        do {
            more = read(line, text + got, sizeof text - 1 - (size_t)got);
            if (more <= 0) fail("an answer was cut off");
            got += more;
            text[got] = 0;
        } while (!strstr(text, "\r\n\r\n"));
        acknowledged[mine] = now();
        if (strncmp(text, "HTTP/1.1 204", 12)) {
            atomic_fetch_add(&refused, 1);
            if (atomic_load(&refused) == 1) fprintf(stderr, "storm: %s\n", text);
        }
    }
    close(line);
    return NULL;
}

static sqlite3_stmt *query(const char *store, const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *statement;
    if (sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE, NULL)) fail("%s: %s", store, sqlite3_errmsg(db));
    sqlite3_busy_timeout(db, 10000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fail("%s: %s", store, sqlite3_errmsg(db));
    return statement;
}

static int by_text(const void *left, const void *right) { return strcmp(left, right); }
static int by_size(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

// When each enrolment's attempt was first seen; 0 where it never was. `ids` is sorted.
static double *seen;
static int seen_count;
static long long last_attempt;

static void see(long long attempt, const char *id) {
    last_attempt = attempt;
    char (*place)[24] = id ? bsearch(id, ids, (size_t)count, sizeof *ids, by_text) : NULL;
    if (!place || seen[place - ids] > 0) return;
    seen[place - ids] = now();
    seen_count += 1;
}

static void look_into_file(void) {
    static sqlite3_stmt *rows;
    if (!rows) rows = query(watched, "SELECT id, enrolment FROM attempt WHERE id > ? ORDER BY id");
    sqlite3_bind_int64(rows, 1, last_attempt);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        see(sqlite3_column_int64(rows, 0), (const char *)sqlite3_column_text(rows, 1));
    }
    sqlite3_reset(rows);
}

static void look_into_database(void) {
    static PGconn *db;
    if (!db) db = PQconnectdb(watched);
    char after[24];
    snprintf(after, sizeof after, "%lld", last_attempt);
    const char *values[] = {after};
    PGresult *rows = PQexecParams(
        db, "SELECT id, enrolment FROM attempt WHERE id > $1 ORDER BY id", 1, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK) fail("%s", PQerrorMessage(db));
    for (int row = 0; row < PQntuples(rows); row++) {
        see(atoll(PQgetvalue(rows, row, 0)), PQgetisnull(rows, row, 1) ? NULL : PQgetvalue(rows, row, 1));
    }
    PQclear(rows);
}

static void *watch(void *unused) {
    int is_database = !strncmp(watched, "postgres://", 11);
    while (seen_count < count && now() < begun + patience) {
        if (is_database) look_into_database();
        else look_into_file();
        // In a storm, which takes seconds, looking takes no more of the machine than it has to.
        usleep(rate > 0 ? 1000 : 20000);
    }
    return unused;
}

int main(int number, char **arguments) {
    if (number < 8) fail("storm PORT PATH SECRET SOURCE COUNT CONNECTIONS RATE [STORE]");
    port = atoi(arguments[1]);
    path = arguments[2];
    secret = arguments[3];
    count = atoi(arguments[5]);
    connections = atoi(arguments[6]);
    rate = atof(arguments[7]);
    watched = number > 8 ? arguments[8] : NULL;
    ids = calloc((size_t)count, sizeof *ids);
    acknowledged = calloc((size_t)count, sizeof *acknowledged);
    seen = calloc((size_t)count, sizeof *seen);
    double *waits = calloc((size_t)count, sizeof *waits);
    sqlite3_stmt *rows =
        query(arguments[4], "SELECT DISTINCT enrolment FROM attempt WHERE enrolment IS NOT NULL ORDER BY id");
    int found = 0;
    while (found < count && sqlite3_step(rows) == SQLITE_ROW) {
        snprintf(ids[found++], sizeof *ids, "%s", (const char *)sqlite3_column_text(rows, 0));
    }
    if (found < count) fail("%s opens attempts of %d enrolments only", arguments[4], found);
    qsort(ids, (size_t)count, sizeof *ids, by_text);

    pthread_t *threads = calloc((size_t)connections + 1, sizeof *threads);
    begun = now();
    for (int index = 0; index < connections; index++) pthread_create(&threads[index], NULL, call, NULL);
    if (watched) pthread_create(&threads[connections], NULL, watch, NULL);
    for (int index = 0; index < connections; index++) pthread_join(threads[index], NULL);
    double took = now() - begun;
    printf("%d %.4f %d", count, took, atomic_load(&refused));
    if (watched) {
        pthread_join(threads[connections], NULL);
        int known = 0;
        for (int index = 0; index < count; index++) {
            // Seen before the answer was read counts as at once.
            double wait = (seen[index] - acknowledged[index]) * 1000;
            if (seen[index] > 0) waits[known++] = wait > 0 ? wait : 0;
        }
        if (known == 0) fail("no statistic came");
        qsort(waits, (size_t)known, sizeof *waits, by_size);
        printf(
            " %.0f %.0f %.0f %d", waits[known / 2], waits[(size_t)(known * 0.99)], waits[known - 1],
            count - known);
    }
    printf("\n");
    return 0;
}
