// The search's benchmark: the same queries put to the bare full-text index and to the API, and the pages of lists.
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

_Noreturn static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("search: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// The value below which that part of all lies.
static double part(double *values, int count, double share) {
    qsort(values, count, sizeof *values, ascending);
    int index = (int)(count * share);
    return values[index < count ? index : count - 1];
}

static sqlite3 *opened(const char *path) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) fail("%s cannot be opened", path);
    return db;
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) fail("%s", sqlite3_errmsg(db));
    return statement;
}

// Queries as people type them, of words that are frequent, rare and in between: one word, the beginning of one,
// and two.
static void print_queries(const char *store, int count) {
    sqlite3 *db = opened(store);
    if (sqlite3_exec(db, "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, search, row)", 0, 0, 0) != SQLITE_OK)
        fail("%s", sqlite3_errmsg(db));
    sqlite3_stmt *words = prepared(
        db, "SELECT term FROM temp.word WHERE term GLOB '[a-z][a-z][a-z][a-z]*' ORDER BY doc DESC, term");
    int known = 0, capacity = 0;
    char **terms = NULL;
    while (sqlite3_step(words) == SQLITE_ROW) {
        if (known == capacity) terms = realloc(terms, (capacity = 2 * capacity + 1024) * sizeof *terms);
        terms[known++] = strdup((const char *)sqlite3_column_text(words, 0));
    }
    if (known < 10) fail("there are only %d words in %s", known, store);
    unsigned long long random = 88172645463325252ULL;
    for (int number = 0; number < count; number++) {
        int index[2];
        for (int which = 0; which < 2; which++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            // Frequent words are asked for more often.
            double place = (random >> 11) / 9007199254740992.0;
            index[which] = (int)(place * place * known);
        }
        switch (number % 3) {
        case 0: puts(terms[index[0]]); break;
        case 1: printf("%.3s\n", terms[index[0]]); break;
        default: printf("%s %s\n", terms[index[0]], terms[index[1]]);
        }
    }
}

static int read_queries(const char *path, char queries[][128], int most) {
    FILE *file = fopen(path, "r");
    if (!file) fail("%s cannot be opened", path);
    int count = 0;
    for (; count < most && fgets(queries[count], 128, file); count++)
        queries[count][strcspn(queries[count], "\n")] = 0;
    fclose(file);
    return count;
}

static void bare(const char *query, int limit, sqlite3_stmt *statement) {
    char match[300] = "", words[128];
    strcpy(words, query);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        sprintf(match + strlen(match), "%s\"%s\"*", *match ? " AND " : "", word);
    sqlite3_reset(statement);
    sqlite3_bind_text(statement, 1, match, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(statement, 2, limit);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {}
    if (result != SQLITE_DONE) fail("a query failed: %d", result);
}

struct answer {
    char *bytes;
    size_t length, capacity;
};

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    if (answer->length + count + 1 > answer->capacity)
        answer->bytes = realloc(answer->bytes, answer->capacity = 2 * (answer->length + count + 1));
    memcpy(answer->bytes + answer->length, bytes, size * count);
    answer->length += count;
    answer->bytes[answer->length] = 0;
    return size * count;
}

static CURL *line(const char *token, struct answer *answer) {
    CURL *curl = curl_easy_init();
    char header[300];
    snprintf(header, sizeof header, "Authorization: Bearer %s", token);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, curl_slist_append(NULL, header));
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    return curl;
}

static void get(CURL *curl, const char *url, struct answer *answer) {
    answer->length = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) fail("%s: %s, HTTP %ld", url, curl_easy_strerror(code), status);
}

// Prints the median and the 95th percentile of the queries, each the best of some rounds; without a store the API
// is asked.
static void time_queries(const char *store, const char *url, const char *token, const char *file, int rounds) {
    static char queries[2000][128];
    static double best[2000];
    int count = read_queries(file, queries, 2000);
    struct answer answer = {0};
    CURL *curl = url ? line(token, &answer) : NULL;
    sqlite3_stmt *statement =
        store ? prepared(
                    opened(store), "SELECT rowid, bm25(search, 10.0, 1.0, 5.0, 3.0, 3.0) FROM search "
                                   "WHERE search MATCH ? ORDER BY 2 LIMIT ?")
              : NULL;
    for (int number = 0; number < count; number++) best[number] = 1e9;
    for (int round = 0; round < rounds; round++)
        for (int number = 0; number < count; number++) {
            double begun = milliseconds();
            if (store) {
                bare(queries[number], 20, statement);
            } else {
                char *words = curl_easy_escape(curl, queries[number], 0), whole[600];
                snprintf(whole, sizeof whole, "%s?limit=20&q=%s", url, words);
                curl_free(words);
                get(curl, whole, &answer);
            }
            double took = milliseconds() - begun;
            if (took < best[number]) best[number] = took;
        }
    double median = part(best, count, 0.5), high = part(best, count, 0.95);
    printf("%.3f %.3f\n", median, high);
}

// Fetches a page; puts the cursor of the next into `next`, which is empty at the end.
static double time_page(CURL *curl, const char *url, const char *cursor, struct answer *answer, char next[2100]) {
    char whole[3000];
    const char *mark = strchr(url, '?') ? "&" : "?";
    snprintf(whole, sizeof whole, "%s%slimit=500%s%s", url, mark, *cursor ? "&cursor=" : "", cursor);
    double begun = milliseconds();
    get(curl, whole, answer);
    double took = milliseconds() - begun;
    char *found = NULL;
    for (char *at = answer->bytes; (at = strstr(at, "\"next\":\"")); at++) found = at + 8;
    size_t length = found ? strcspn(found, "\"") : 0;
    if (length >= 2100) fail("%s: a cursor of %zu characters", url, length);
    if (found) memcpy(next, found, length);
    next[length] = 0;
    return took;
}

// Reads a list to its end, then its first page and its last full one in turns; prints how many full pages there
// are, and the medians of the two.
static void time_pages(const char *url, const char *token) {
    struct answer answer = {0};
    CURL *curl = line(token, &answer);
    char cursor[2100] = "", next[2100], full[2100] = "";
    int count = 0;
    while (time_page(curl, url, cursor, &answer, next), *next) {
        strcpy(full, cursor);
        strcpy(cursor, next);
        count++;
    }
    if (count < 2) fail("%s: only %d full pages", url, count);
    double first[15], last[15];
    for (int turn = 0; turn < 15; turn++) {
        first[turn] = time_page(curl, url, "", &answer, next);
        last[turn] = time_page(curl, url, full, &answer, next);
    }
    double early = part(first, 15, 0.5), late = part(last, 15, 0.5);
    printf("%d %.3f %.3f\n", count, early, late);
}

int main(int count, char **given) {
    if (count == 4 && !strcmp(given[1], "queries")) {
        print_queries(given[2], atoi(given[3]));
    } else if (count == 5 && !strcmp(given[1], "bare")) {
        time_queries(given[2], NULL, NULL, given[3], atoi(given[4]));
    } else if (count == 6 && !strcmp(given[1], "calls")) {
        time_queries(NULL, given[2], given[3], given[4], atoi(given[5]));
    } else if (count == 4 && !strcmp(given[1], "pages")) {
        time_pages(given[2], given[3]);
    } else {
        fail("queries STORE COUNT | bare STORE FILE ROUNDS | calls URL TOKEN FILE ROUNDS | pages URL TOKEN");
    }
    return 0;
}
