// The floor's command line; a part prints seconds and CPU seconds, `fetch` requests and bytes too.
#include "floor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("floor: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

void append(struct buffer *buffer, const void *bytes, size_t length) {
    if (buffer->length + length > buffer->capacity) {
        buffer->capacity = 2 * (buffer->length + length);
        buffer->bytes = realloc(buffer->bytes, buffer->capacity);
        if (!buffer->bytes) fail("out of memory");
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

struct stopwatch start(void) {
    struct timespec now;
    struct rusage used;
    clock_gettime(CLOCK_MONOTONIC, &now);
    getrusage(RUSAGE_SELF, &used);
    return (struct stopwatch){
        now.tv_sec + now.tv_nsec / 1e9,
        used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
    };
}

struct stopwatch elapsed(struct stopwatch since) {
    struct stopwatch now = start();
    return (struct stopwatch){now.wall - since.wall, now.cpu - since.cpu};
}

static FILE *opened(const char *path, const char *mode) {
    FILE *file = fopen(path, mode);
    if (!file) fail("%s cannot be opened", path);
    return file;
}

static void report(struct stopwatch took) { printf("%.4f %.3f\n", took.wall, took.cpu); }

int main(int count, char **arguments) {
    char **given = arguments + 2;
    int extra = count - 2;
    const char *part = count > 1 ? arguments[1] : "";
    if (!strcmp(part, "fetch") && extra == 3) {
        struct listing listing = {given[0], given[1], atoi(given[2])};
        struct stopwatch begun = start();
        struct traffic traffic = fetch(&listing, NULL, NULL);
        struct stopwatch took = elapsed(begun);
        printf("%.4f %.3f %ld %lld\n", took.wall, took.cpu, traffic.requests, traffic.bytes);
    } else if (!strcmp(part, "descriptions") && extra == 4) {
        struct listing listing = {given[0], given[1], atoi(given[2])};
        collect_descriptions(&listing, given[3]);
    } else if (!strcmp(part, "markup") && extra == 1) {
        report(parse_descriptions(given[0]));
    } else if (!strcmp(part, "store") && extra == 3) {
        report(store_rows(given[0], given[1], atoi(given[2]), false));
    } else if (!strcmp(part, "former-store") && extra == 3) {
        report(store_rows(given[0], given[1], atoi(given[2]), true));
    } else if (!strcmp(part, "plan") && extra == 2) {
        FILE *plan = opened(given[1], "w");
        plan_learning(given[0], plan);
        fclose(plan);
    } else if (!strcmp(part, "learning") && extra == 3) {
        FILE *plan = opened(given[1], "r");
        struct stopwatch begun = start();
        struct traffic traffic = fetch_plan(given[0], plan, atoi(given[2]));
        struct stopwatch took = elapsed(begun);
        printf("%.4f %.3f %ld %lld\n", took.wall, took.cpu, traffic.requests, traffic.bytes);
    } else if (!strcmp(part, "push") && extra == 3) {
        struct stopwatch begun = start();
        struct traffic traffic = push_items(given[0], atoi(given[1]), atoi(given[2]));
        struct stopwatch took = elapsed(begun);
        printf("%.4f %.3f %ld %lld\n", took.wall, took.cpu, traffic.requests, traffic.bytes);
    } else if (!strcmp(part, "get") && extra == 2) {
        print_answer(given[0], given[1]);
    } else if (!strcmp(part, "enrolments") && extra == 3) {
        report(store_learning(given[0], given[1], atoi(given[2])));
    } else if (!strcmp(part, "reasons") && extra > 2) {
        set_reasons(given[0], atoi(given[1]), given + 2, extra - 2);
    } else if (!strcmp(part, "digest") && extra == 1) {
        printf("%016llx\n", digest_rows(given[0]));
    } else {
        fail("fetch ORIGIN VERSION SIZE | descriptions ORIGIN VERSION SIZE FILE | markup FILE | "
             "store SOURCE TARGET SIZE | former-store SOURCE TARGET SIZE | plan ORIGIN FILE | learning ORIGIN FILE ACCOUNTS | "
             "push ORIGIN COUNT CREATES | enrolments SOURCE TARGET SIZE | reasons STORE REASONS TYPE... | digest STORE");
    }
    return 0;
}
