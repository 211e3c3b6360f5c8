// measure FILE COMMAND...: runs a command, and writes wall seconds, CPU seconds (user and system) and peak
// memory (MB, resident) of it to a file; ends as the command ends.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("measure FILE COMMAND...\n", stderr);
        return 2;
    }
    struct timespec begun, ended;
    struct rusage used;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0) {
        perror("measure");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    FILE *file = fopen(arguments[1], "w");
    if (!file) {
        perror(arguments[1]);
        return 1;
    }
    fprintf(
        file, "%.4f %.3f %.1f\n", ended.tv_sec - begun.tv_sec + (ended.tv_nsec - begun.tv_nsec) / 1e9,
        seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss * 1024 / 1e6);
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
