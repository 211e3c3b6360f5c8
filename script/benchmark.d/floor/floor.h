// What the parts of the floor share. The floor is the least that a full load can cost: the same pages fetched
// to nowhere, one libxml2 pass over the descriptions, the same rows upserted through SQLite's C API.
#ifndef FLOOR_H
#define FLOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// Ends the program with a message on standard error.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Growing bytes.
struct buffer {
    char *bytes;
    size_t length, capacity;
};
void append(struct buffer *buffer, const void *bytes, size_t length);

// Wall clock and CPU (user and system) of a part of the program, in seconds.
struct stopwatch {
    double wall, cpu;
};
struct stopwatch start(void);
struct stopwatch elapsed(struct stopwatch since);

// A listing as a provider of these settings reads it: Go1's api_version or the id of another provider, page_size.
struct listing {
    const char *origin, *version;
    int page_size;
};

// What went over the network: requests, and bytes of their answers' bodies.
struct traffic {
    long requests;
    long long bytes;
};

// Reads a listing to its end over one connection, the token first. Each page is handed to `take`; without it
// bodies go nowhere.
typedef void (*page_taker)(const char *body, size_t length, void *context);
struct traffic fetch(const struct listing *listing, page_taker take, void *context);

// The headers of a gateway's request, with a fresh token.
struct curl_slist *bearer(void *curl, const char *origin);

// Writes the URLs of all enrolments to a file, then a line `-`, then those of all accounts.
void plan_learning(const char *origin, FILE *plan);

// Fetches them to nowhere over one connection, the token first; without accounts only the enrolments.
struct traffic fetch_plan(const char *origin, FILE *plan, int accounts);

// Prints the body of one answer.
void print_answer(const char *origin, const char *path);

// Looks that many items up, and makes each where it is to; without it they have to be there.
struct traffic push_items(const char *origin, int count, int creates);

// Upserts the learners, accounts, enrolments and attempts of a synced store into a copy of it without them,
// `page_size` enrolments a transaction; again where it has them.
struct stopwatch store_learning(const char *source, const char *target, int page_size);

// Writes the descriptions of a listing to a file: for each its length as 32 bits, then its bytes.
void collect_descriptions(const struct listing *listing, const char *file);

// Parses each description of such a file once, and does nothing with what is found.
struct stopwatch parse_descriptions(const char *file);

// Upserts the items and courses of a synced store into a fresh store, `page_size` items a transaction.
struct stopwatch store_rows(const char *source, const char *target, int page_size, bool is_former);

// Gives the courses of the first deployment whose item has none of the types these reasons.
void set_reasons(const char *store, int reasons, char *const *types, int count);

// A digest of all rows of items and courses, and of enrolments and attempts.
unsigned long long digest_rows(const char *store);

#endif
