// bare STORE ROUNDS QUERIES: reads all rows of some queries, divided by semicolons; prints the median in milliseconds.
// With `-` for the rounds it prints the first value.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **given) {
    sqlite3 *db;
    if (count != 4 || sqlite3_open_v2(given[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        fputs("bare STORE ROUNDS QUERIES\n", stderr);
        return 2;
    }
    int prints = !strcmp(given[2], "-"), rounds = prints ? 1 : atoi(given[2]);
    double *took = calloc(rounds, sizeof *took);
    for (int round = 0; round < rounds; round++) {
        double begun = milliseconds();
        for (const char *rest = given[3]; *rest;) {
            sqlite3_stmt *statement;
            if (sqlite3_prepare_v2(db, rest, -1, &statement, &rest) != SQLITE_OK) {
                fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
                return 1;
            }
            if (!statement) continue;
            while (sqlite3_step(statement) == SQLITE_ROW)
                for (int column = 0; column < sqlite3_column_count(statement); column++) {
                    const unsigned char *text = sqlite3_column_text(statement, column);
                    if (prints) return printf("%s\n", text), 0;
                }
            sqlite3_finalize(statement);
        }
        took[round] = milliseconds() - begun;
    }
    qsort(took, rounds, sizeof *took, ascending);
    printf("%.3f\n", took[rounds / 2]);
    return 0;
}
