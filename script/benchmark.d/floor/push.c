// The calls that pushing content takes, made alone: for each item it is looked up and, where it is to be made,
// created and given its launch address and its language, as ContentPlan.swift goes about it; several items at a time.
#include "floor.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { width = 8 }; // as PushRound.swift

struct share {
    const char *origin;
    int first, count, creates;
    long requests;
    long long bytes;
};

struct answer {
    char bytes[8192];
    size_t length;
};

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    size_t length = size * count, room = sizeof answer->bytes - 1 - answer->length;
    size_t kept = length < room ? length : room;
    memcpy(answer->bytes + answer->length, bytes, kept);
    answer->length += kept;
    answer->bytes[answer->length] = 0;
    return length;
}

// A body of NULL makes it a GET.
static void call(
    CURL *curl, struct share *share, struct answer *answer, const char *url, const char *body, long wanted
) {
    answer->length = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (body) {
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body);
    } else {
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    }
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) fail("%s: %s", url, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != wanted) fail("%s: HTTP %ld, %s", url, status, answer->bytes);
    share->requests += 1;
    share->bytes += (long long)answer->length;
}

static void create(CURL *curl, struct share *share, struct answer *answer, int number) {
    char url[512], body[1024], id[128] = "";
    snprintf(url, sizeof url, "%s/learning-objects", share->origin);
    snprintf(
        body, sizeof body,
        "{\"core\":{\"description\":\"<p>Number %d</p>\",\"external_id\":\"floor-%d\",\"image\":"
        "{\"value\":\"https://lms.example.com/%d.png\"},\"standalone\":true,\"title\":\"Title %d\","
        "\"type\":\"link\"}}",
        number, number, number, number);
    call(curl, share, answer, url, body, 201);
    const char *found = strstr(answer->bytes, "\"id\":\"");
    if (!found || sscanf(found + 6, "%127[^\"]", id) != 1) fail("%s: an answer without id", url);
    snprintf(url, sizeof url, "%s/learning-objects/%s/set", share->origin, id);
    snprintf(
        body, sizeof body,
        "{\"protected\":{\"open_mode\":\"window\",\"url\":\"https://lms.example.com/%d\"}}", number);
    call(curl, share, answer, url, body, 200);
    snprintf(body, sizeof body, "{\"relevance\":{\"duration\":%d,\"language\":\"en\"}}", number % 90 + 1);
    call(curl, share, answer, url, body, 200);
}

static void *work(void *context) {
    struct share *share = context;
    struct answer answer;
    char url[1024];
    CURL *curl = curl_easy_init();
    if (!curl) fail("libcurl has no handle for us");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    struct curl_slist *headers = bearer(curl, share->origin);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    for (int number = share->first; number < share->count; number += width) {
        snprintf(
            url, sizeof url,
            "%s/learning-objects/floor-%d?identifier=external_id&include[]=core&include[]=protected"
            "&include[]=relevance&include[]=topics&include[]=lifecycle&include[]=offerings",
            share->origin, number);
        call(curl, share, &answer, url, NULL, share->creates ? 404 : 200);
        if (share->creates) create(curl, share, &answer, number);
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return NULL;
}

struct traffic push_items(const char *origin, int count, int creates) {
    struct share shares[width];
    pthread_t threads[width];
    struct traffic traffic = {0};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    for (int index = 0; index < width; index++) {
        shares[index] = (struct share){.origin = origin, .first = index, .count = count, .creates = creates};
        if (pthread_create(&threads[index], NULL, work, &shares[index])) fail("no thread can be had");
    }
    for (int index = 0; index < width; index++) {
        pthread_join(threads[index], NULL);
        traffic.requests += shares[index].requests;
        traffic.bytes += shares[index].bytes;
    }
    return traffic;
}
