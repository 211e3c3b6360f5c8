// Reads a listing with one libcurl handle, page after page, and asks for it as the provider does (Go1's
// ListingRequest.swift, LinkedIn Learning's AssetSlice.swift, Udemy Business's Account.swift, OAI-PMH's Repository.swift):
// were a parameter to differ, the bytes would, which the benchmark notices.
#include "floor.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const types[] = {"course", "document", "interactive", "text", "video", "link", "audio"};
static const char *const fragments[] = {"core", "relevance", "lifecycle", "topics", "provider"};
#define COUNT(list) (sizeof(list) / sizeof *(list))

// The first and the last bytes of a body: the total stands before the items and the cursor after them.
struct ends {
    char head[64], tail[4096];
    size_t head_length, tail_length;
};

struct answer {
    struct ends ends;
    size_t length;
    // Filled only where somebody wants the body.
    struct buffer *body;
};

static void keep_tail(struct ends *ends, const char *bytes, size_t length) {
    size_t limit = sizeof ends->tail - 1;
    if (length > limit) {
        bytes += length - limit;
        length = limit;
    }
    size_t kept = ends->tail_length + length > limit ? limit - length : ends->tail_length;
    memmove(ends->tail, ends->tail + ends->tail_length - kept, kept);
    memcpy(ends->tail + kept, bytes, length);
    ends->tail_length = kept + length;
    ends->tail[ends->tail_length] = 0;
}

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    struct ends *ends = &answer->ends;
    size_t length = size * count;
    size_t room = sizeof ends->head - 1 - ends->head_length;
    size_t first = length < room ? length : room;
    memcpy(ends->head + ends->head_length, bytes, first);
    ends->head_length += first;
    ends->head[ends->head_length] = 0;
    keep_tail(ends, bytes, length);
    if (answer->body) append(answer->body, bytes, length);
    answer->length += length;
    return length;
}

// Copies the text of a member such as `"access_token":"…"`; none of those looked for holds an escape.
static bool text_of(const char *json, const char *name, char *value, size_t room) {
    char key[64];
    snprintf(key, sizeof key, "\"%s\":\"", name);
    const char *found = strstr(json, key);
    if (!found) return false;
    found += strlen(key);
    size_t length = strcspn(found, "\"");
    if (length >= room) fail("%s is longer than %zu bytes", name, room);
    memcpy(value, found, length);
    value[length] = 0;
    return length > 0;
}

static void perform(CURL *curl, const char *url, struct answer *answer, struct traffic *traffic) {
    *answer = (struct answer){.body = answer->body};
    if (answer->body) answer->body->length = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) fail("%s: %s", url, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) fail("%s: HTTP %ld, %s", url, status, answer->ends.tail);
    traffic->requests += 1;
    traffic->bytes += (long long)answer->length;
}

static void add(struct buffer *url, const char *text) { append(url, text, strlen(text)); }

static struct buffer page_url(const struct listing *listing, bool is_v2, const char *cursor) {
    struct buffer url = {0};
    char limit[32];
    snprintf(limit, sizeof limit, "?limit=%d", listing->page_size);
    add(&url, listing->origin);
    add(&url, is_v2 ? "/v2/learning-objects" : "/learning-objects");
    add(&url, limit);
    add(&url, is_v2 ? "&scroll=true" : "&use_scroll=true");
    if (*cursor) {
        add(&url, is_v2 ? "&scrollId=" : "&scroll_id=");
        add(&url, cursor);
    }
    add(&url, is_v2 ? "&collection=default" : "&collection=library");
    for (size_t index = 0; index < COUNT(types); index++) {
        add(&url, !is_v2 ? "&type[]=" : index == 0 ? "&type=" : "%2C");
        add(&url, types[index]);
    }
    for (size_t index = 0; !is_v2 && index < COUNT(fragments); index++) {
        add(&url, "&include[]=");
        add(&url, fragments[index]);
    }
    append(&url, "", 1);
    return url;
}

// Go1's pages, by a cursor.
static void fetch_scroll(CURL *curl, const struct listing *listing, struct answer *answer, struct traffic *traffic,
                         page_taker hand_on, void *context) {
    bool is_v2 = strcmp(listing->version, "2022-07-01") == 0, more = true;
    char cursor[256] = "";
    while (more) {
        struct buffer url = page_url(listing, is_v2, cursor);
        perform(curl, url.bytes, answer, traffic);
        free(url.bytes);
        if (hand_on) hand_on(answer->body->bytes, answer->body->length, context);
        bool empty = strstr(answer->ends.head, "\"hits\":[]") != NULL;
        const char *name = is_v2 ? "_scroll_id" : "next_scroll_id";
        more = !empty && text_of(answer->ends.tail, name, cursor, sizeof cursor);
    }
}

// LinkedIn Learning's pages: the size of each slice, then the pages of one after the other.
static void fetch_slices(CURL *curl, const struct listing *listing, struct answer *answer, struct traffic *traffic,
                         page_taker hand_on, void *context) {
    static const char *const locales[][2] = {{"en", "US"}, {"de", "DE"}, {"fr", "FR"}};
    static const char fields[] =
        "&fields=urn%2Ctype%2Ctitle%2Cdetails%3A%28availability%2Cclassifications%2Ccontributors%2Cdescription%2C"
        "descriptionIncludingHtml%2Cimages%2ClastUpdatedAt%2CtimeToComplete%2Curls%29";
    long totals[2 * COUNT(locales)];
    char url[1024];
    for (size_t turn = 0; turn < 2 * COUNT(totals); turn++) {
        size_t slice = turn % COUNT(totals);
        bool is_sizing = turn < COUNT(totals);
        const char *const *locale = locales[slice / 2];
        const char *query = slice % 2 == 0
                                ? "q=localeAndType&assetType=COURSE&sourceLocale.language=%s&sourceLocale.country=%s"
                                  "&includeRetired=true"
                                : "q=criteria&assetFilteringCriteria.assetTypes[0]=LEARNING_PATH"
                                  "&assetFilteringCriteria.locales[0].language=%s"
                                  "&assetFilteringCriteria.locales[0].country=%s";
        int count = is_sizing ? 1 : listing->page_size;
        for (long start = 0; is_sizing ? start == 0 : start < totals[slice]; start += count) {
            int length = snprintf(url, sizeof url, "%s/v2/learningAssets?", listing->origin);
            length += snprintf(url + length, sizeof url - (size_t)length, query, locale[0], locale[1]);
            snprintf(url + length, sizeof url - (size_t)length, "%s&start=%ld&count=%d", fields, start, count);
            perform(curl, url, answer, traffic);
            const char *total = strstr(answer->ends.tail, "\"paging\":{\"total\":");
            if (!total) fail("%s: no total", url);
            if (is_sizing) totals[slice] = atol(total + strlen("\"paging\":{\"total\":"));
            else if (hand_on) hand_on(answer->body->bytes, answer->body->length, context);
        }
    }
}

// Udemy Business's pages, by their numbers.
static void fetch_numbers(CURL *curl, const struct listing *listing, struct answer *answer, struct traffic *traffic,
                          page_taker hand_on, void *context) {
    static const char fields[] =
        "&fields[course]=title%2Cdescription%2Cheadline%2Curl%2Cimages%2Cestimated_content_length%2Cinstructors%2Clocale"
        "%2Ccategories%2Cprimary_category%2Cprimary_subcategory%2Cis_practice_test_course%2Clast_update_date";
    long total = 1;
    char url[1024];
    for (long page = 1; (page - 1) * listing->page_size < total; page++) {
        snprintf(url, sizeof url, "%s/api-2.0/organizations/116724/courses/list/?page=%ld&page_size=%d%s",
                 listing->origin, page, listing->page_size, fields);
        perform(curl, url, answer, traffic);
        const char *count = strstr(answer->ends.head, "\"count\":");
        if (!count) fail("%s: no count", url);
        total = atol(count + strlen("\"count\":"));
        if (hand_on) hand_on(answer->body->bytes, answer->body->length, context);
    }
}

// The text of the resumption token at the end of a list, empty on the last page; its only entity is the ampersand's.
static void resumption_token(const char *tail, char *token, size_t room) {
    const char *from = strstr(tail, "<resumptionToken");
    size_t length = 0;
    *token = 0;
    if (!from || !(from = strchr(from, '>'))) return;
    for (from++; *from && *from != '<'; from++) {
        if (length + 1 >= room) fail("a token is longer than %zu bytes", room);
        token[length++] = *from;
        if (strncmp(from, "&amp;", 5) == 0) from += 4;
    }
    token[length] = 0;
}

// A repository's pages, by its resumption tokens, after it has said what it is.
static void fetch_records(CURL *curl, const struct listing *listing, struct answer *answer, struct traffic *traffic,
                          page_taker hand_on, void *context) {
    char url[1024], token[256];
    snprintf(url, sizeof url, "%s/oai/request?verb=Identify", listing->origin);
    perform(curl, url, answer, traffic);
    snprintf(url, sizeof url, "%s/oai/request?verb=ListRecords&metadataPrefix=oai_dc", listing->origin);
    do {
        perform(curl, url, answer, traffic);
        if (hand_on) hand_on(answer->body->bytes, answer->body->length, context);
        resumption_token(answer->ends.tail, token, sizeof token);
        char *escaped = curl_easy_escape(curl, token, 0);
        snprintf(url, sizeof url, "%s/oai/request?verb=ListRecords&resumptionToken=%s", listing->origin, escaped);
        curl_free(escaped);
    } while (*token);
}

// How the service of a listing lets clients in, and is paged.
static const struct service {
    const char *version;
    // Nil where no token is asked for.
    const char *token_path;
    // Of the request for a token, else name and password that are sent with each request; nil where everybody is let in.
    const char *credentials;
    void (*fetch)(CURL *, const struct listing *, struct answer *, struct traffic *, page_taker, void *);
} services[] = {
    {"linkedin-learning", "/oauth/v2/accessToken",
     "grant_type=client_credentials&client_id=linkedin-sandbox&client_secret=linkedin-sandbox-secret%2B42", fetch_slices},
    {"udemy-business", NULL, "udemy-sandbox:udemy-sandbox-secret", fetch_numbers},
    {"oai-pmh", NULL, NULL, fetch_records},
    // Both generations of Go1.
    {"", "/oauth/token", "grant_type=client_credentials&client_id=go1-sandbox&client_secret=go1-sandbox-secret",
     fetch_scroll},
};

static const struct service *service_of(const char *version) {
    const struct service *service = services;
    while (*service->version && strcmp(service->version, version)) service++;
    return service;
}

// Leaves the handle as it needs to be for a page afterwards, but for its method and headers.
static struct curl_slist *authorize(
    CURL *curl, const char *origin, const struct service *service, struct traffic *traffic) {
    char url[256], token[2048], header[2100];
    struct answer answer = {0};
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    if (!service->token_path) {
        curl_easy_setopt(curl, CURLOPT_USERPWD, service->credentials);
        return headers;
    }
    snprintf(url, sizeof url, "%s%s", origin, service->token_path);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, service->credentials);
    perform(curl, url, &answer, traffic);
    if (!text_of(answer.ends.tail, "access_token", token, sizeof token)) fail("%s: no access_token", url);
    snprintf(header, sizeof header, "Authorization: Bearer %s", token);
    return curl_slist_append(headers, header);
}

struct curl_slist *bearer(CURL *curl, const char *origin) {
    struct traffic traffic = {0};
    return curl_slist_append(authorize(curl, origin, service_of("2025-01-01"), &traffic), "Api-Version: 2025-01-01");
}

struct traffic fetch(const struct listing *listing, page_taker hand_on, void *context) {
    struct traffic traffic = {0};
    struct buffer body = {0};
    struct answer answer = {.body = hand_on ? &body : NULL};
    CURL *curl = curl_easy_init();
    if (!curl) fail("libcurl has no handle for us");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 128L << 10);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    const struct service *service = service_of(listing->version);
    struct curl_slist *headers = authorize(curl, listing->origin, service, &traffic);
    if (strcmp(listing->version, "2025-01-01") == 0) headers = curl_slist_append(headers, "Api-Version: 2025-01-01");
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    service->fetch(curl, listing, &answer, &traffic, hand_on, context);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    free(body.bytes);
    return traffic;
}
