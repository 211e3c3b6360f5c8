// delay PORT SOCKET MICROSECONDS COUNT: passes connections on to a PostgreSQL server, each way that much later, and keeps
// in the file COUNT how many round trips were asked for (Query and Sync messages; documentation, "Message Formats").
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int pause_us;
static const char *target, *count_file;
static atomic_long asked;

struct way {
    int from, to, counts;
};

// Where a message begins is known by the length of the one before.
struct frame {
    unsigned char head[5];
    int have, first;
    long rest;
};

static void look(struct frame *frame, const unsigned char *bytes, long length) {
    for (long at = 0; at < length;) {
        if (frame->rest) {
            long part = frame->rest < length - at ? frame->rest : length - at;
            frame->rest -= part, at += part;
            continue;
        }
        // The first message has a length and no type.
        frame->head[frame->have++] = bytes[at++];
        int head = frame->first ? 4 : 5;
        if (frame->have < head) continue;
        unsigned char *size = frame->head + (frame->first ? 0 : 1);
        frame->rest = ((long)size[0] << 24 | size[1] << 16 | size[2] << 8 | size[3]) - 4;
        if (!frame->first && (frame->head[0] == 'Q' || frame->head[0] == 'S')) atomic_fetch_add(&asked, 1);
        frame->have = 0, frame->first = 0;
    }
}

static void *pass(void *given) {
    struct way way = *(struct way *)given;
    free(given);
    struct frame frame = {.first = 1};
    unsigned char *bytes = malloc(1 << 18);
    ssize_t length;
    while ((length = read(way.from, bytes, 1 << 18)) > 0) {
        if (way.counts) look(&frame, bytes, length);
        usleep(pause_us);
        for (ssize_t sent = 0; sent < length;) {
            ssize_t now = send(way.to, bytes + sent, length - sent, MSG_NOSIGNAL);
            if (now <= 0) goto end;
            sent += now;
        }
    }
end:
    shutdown(way.from, SHUT_RDWR), shutdown(way.to, SHUT_RDWR);
    free(bytes);
    return NULL;
}

static void begin(int from, int to, int counts) {
    struct way *way = malloc(sizeof *way);
    *way = (struct way){from, to, counts};
    pthread_t thread;
    pthread_create(&thread, NULL, pass, way);
    pthread_detach(thread);
}

static void *keep_count(void *unused) {
    for (;; usleep(20000)) {
        char draft[4096];
        snprintf(draft, sizeof draft, "%s.part", count_file);
        FILE *file = fopen(draft, "w");
        if (file) fprintf(file, "%ld\n", atomic_load(&asked)), fclose(file), rename(draft, count_file);
    }
    return unused;
}

int main(int count, char **given) {
    if (count != 5) return fputs("delay PORT SOCKET MICROSECONDS COUNT\n", stderr), 2;
    target = given[2], pause_us = atoi(given[3]), count_file = given[4];
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(given[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 64)) return perror("delay"), 1;
    pthread_t counter;
    pthread_create(&counter, NULL, keep_count, NULL);
    for (int client; (client = accept(listener, NULL, NULL)) >= 0;) {
        struct sockaddr_un there = {.sun_family = AF_UNIX};
        strncpy(there.sun_path, target, sizeof there.sun_path - 1);
        int server = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(server, (struct sockaddr *)&there, sizeof there)) {
            close(client), close(server);
            continue;
        }
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        begin(client, server, 1), begin(server, client, 0);
    }
    return 0;
}
