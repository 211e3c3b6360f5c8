#pragma once

/* Handles as types of their own, so that Swift cannot take one for another. */
#define CURL_STRICTER
/* The checks are for variadic calls written in C; the functions below have fixed types. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <locale.h>

/* Swift cannot call variadic C functions: one function for each kind of argument. */

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/* CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which share a type. */
static inline CURLcode ccurl_set_callback(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_opensocket(CURL *easy, curl_opensocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* The URL with its host in ASCII (IDNA). libcurl reads a host in the charset of the thread's locale, and a URL is
   UTF-8 whatever that is. */
static inline CURLUcode ccurl_url_ascii(CURLU *url, char **text) {
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t former = utf8 ? uselocale(utf8) : (locale_t)0;
    CURLUcode code = curl_url_get(url, CURLUPART_URL, text, CURLU_PUNYCODE);
    if (utf8) {
        uselocale(former);
        freelocale(utf8);
    }
    return code;
}

/* The file of certificate authorities that libcurl was built to read, or null. */
static inline const char *ccurl_machine_authorities(void) {
    return curl_version_info(CURLVERSION_NOW)->cainfo;
}

/* The next transfer that has ended, or null; its result is in a union, which is read here. */
static inline CURL *ccurl_next_done(CURLM *multi, CURLcode *result) {
    int left;
    for (;;) {
        CURLMsg *message = curl_multi_info_read(multi, &left);
        if (!message) return NULL;
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
}
