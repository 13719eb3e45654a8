/* What the measuring programs share. None goes on behind a failure: it is told, with the
 * program's name, and the program ends. */
#ifndef CD_BENCH_BENCH_H
#define CD_BENCH_BENCH_H

#include "base/str.h"

_Noreturn void bench_fail(const char *what);

/* Processor time of this process in microseconds: other processes do not show in it,
 * save by the caches and the clock rate that they take. */
double bench_processor_time(void);

/* The lines of a file, without their ends, each followed by CD_RECORD_PADDING. */
struct bench_lines {
    struct cd_str *items;
    size_t count, bytes;
};

/* Reads a file that has at least one line; free with bench_lines_free. */
struct bench_lines bench_lines_read(const char *path);
void bench_lines_free(struct bench_lines *lines);

#endif
