// The pages of a full run of the statistics: which they are is found out once, as EnrolmentListing.swift goes
// about it; then they are fetched to nowhere.
#include "floor.h"

#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
    append(context, bytes, size * count);
    return size * count;
}

static size_t count(char *bytes, size_t size, size_t number, void *context) {
    (void)bytes;
    *(long long *)context += (long long)(size * number);
    return size * number;
}

static void get(CURL *curl, const char *url) {
    curl_easy_setopt(curl, CURLOPT_URL, url);
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) fail("%s: %s", url, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) fail("%s: HTTP %ld", url, status);
}

static CURL *open_line(struct curl_slist **headers, const char *origin) {
    CURL *curl = curl_easy_init();
    if (!curl) fail("libcurl has no handle for us");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    *headers = bearer(curl, origin);
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *headers);
    return curl;
}

// How many rows the list has, and how many the page; the second of the last one's update where it has any.
struct page {
    long total, rows;
    char last[32];
};

static struct page read_page(sqlite3_stmt *query, const struct buffer *body) {
    struct page page = {0};
    sqlite3_bind_text(query, 1, body->bytes, (int)body->length, SQLITE_STATIC);
    if (sqlite3_step(query) != SQLITE_ROW) fail("a page of learners' data cannot be read");
    page.total = sqlite3_column_int(query, 0);
    page.rows = sqlite3_column_int(query, 1);
    const unsigned char *last = sqlite3_column_text(query, 2);
    snprintf(page.last, sizeof page.last, "%s", last ? (const char *)last : "");
    sqlite3_reset(query);
    return page;
}

void plan_learning(const char *origin, FILE *plan) {
    struct curl_slist *headers;
    CURL *curl = open_line(&headers, origin);
    struct buffer body = {0};
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    sqlite3 *db;
    sqlite3_stmt *query;
    const char *sql = "SELECT json_extract(?1, '$.total'), json_array_length(?1, '$.hits'), "
                      "substr(json_extract(?1, '$.hits[#-1].updated_time'), 1, 19) || 'Z'";
    if (sqlite3_open(":memory:", &db) || sqlite3_prepare_v2(db, sql, -1, &query, NULL)) {
        fail("%s", sqlite3_errmsg(db));
    }
    char url[512], from[64] = "";
    struct page page;
    do {
        snprintf(
            url, sizeof url, "%s/enrollments?limit=50%s%s&sort=updated_time&order=asc", origin,
            *from ? "&update_time_gte=" : "", from);
        body.length = 0;
        get(curl, url);
        fprintf(plan, "%s\n", url);
        page = read_page(query, &body);
        if (page.rows < page.total && !strcmp(page.last, from)) fail("a second fills a page: not planned for");
        snprintf(from, sizeof from, "%s", page.last);
    } while (page.rows < page.total);
    fprintf(plan, "-\n");
    for (long offset = 0; offset == 0 || offset < page.total; offset += 50) {
        snprintf(url, sizeof url, "%s/user-accounts?limit=50&offset=%ld", origin, offset);
        body.length = 0;
        get(curl, url);
        fprintf(plan, "%s\n", url);
        page = read_page(query, &body);
    }
    sqlite3_finalize(query);
    sqlite3_close(db);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    free(body.bytes);
}

struct traffic fetch_plan(const char *origin, FILE *plan, int accounts) {
    struct traffic traffic = {.requests = 1};
    struct curl_slist *headers;
    CURL *curl = open_line(&headers, origin);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, count);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &traffic.bytes);
    char url[512];
    while (fgets(url, sizeof url, plan)) {
        url[strcspn(url, "\n")] = 0;
        if (!strcmp(url, "-")) {
            if (!accounts) break;
            continue;
        }
        get(curl, url);
        traffic.requests += 1;
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return traffic;
}

void print_answer(const char *origin, const char *path) {
    struct curl_slist *headers;
    CURL *curl = open_line(&headers, origin);
    struct buffer body = {0};
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    char url[512];
    snprintf(url, sizeof url, "%s%s", origin, path);
    get(curl, url);
    printf("%.*s\n", (int)body.length, body.length ? body.bytes : "");
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    free(body.bytes);
}
