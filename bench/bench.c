#include "bench/bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "processors/message.h"

void bench_fail(const char *what) {
    fprintf(stderr, "%s: %s\n", program_invocation_short_name, what);
    exit(EXIT_FAILURE);
}

double bench_processor_time(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void add_line(struct bench_lines *lines, const char *line, size_t len) {
    char *copy = calloc(1, len + CD_RECORD_PADDING);
    struct cd_str *items = realloc(lines->items, (lines->count + 1) * sizeof *items);
    if (!copy || !items)
        bench_fail("out of memory");
    memcpy(copy, line, len);
    lines->items = items;
    lines->items[lines->count++] = (struct cd_str){copy, len};
    lines->bytes += len;
}

struct bench_lines bench_lines_read(const char *path) {
    struct bench_lines lines = {0};
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    if (!file)
        bench_fail("the file cannot be read");
    while ((len = getline(&line, &room, file)) > 0)
        add_line(&lines, line, line[len - 1] == '\n' ? (size_t)len - 1 : (size_t)len);
    free(line);
    fclose(file);
    if (lines.count == 0)
        bench_fail("the file is empty");
    return lines;
}

void bench_lines_free(struct bench_lines *lines) {
    for (size_t i = 0; i < lines->count; i++)
        free((char *)lines->items[i].p);
    free(lines->items);
}
