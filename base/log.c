#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int add_prefix(char *line, size_t size, enum cd_level level, const char *part) {
    static const char *const names[] = {"error", "warn", "info", "debug"};
    struct timespec now;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    size_t n = strftime(line, size, "%Y-%m-%dT%H:%M:%S", &tm);
    return (int)n + snprintf(line + n, size - n, ".%03ldZ %s %s: ", now.tv_nsec / 1000000,
                             names[level], part);
}

void cd_log(const struct cd_logger *log, enum cd_level level, const char *part,
            const char *format, ...) {
    if (!log || level > log->level)
        return;
    char line[2048];
    int n = add_prefix(line, sizeof line - 1, level, part);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(line + n, sizeof line - 1 - (size_t)n, format, args);
    va_end(args);
    if (more > 0)
        n += more;
    if (n > (int)sizeof line - 2)
        n = (int)sizeof line - 2;
    for (int i = 0; i < n; i++)
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' ';
    line[n++] = '\n';
    ssize_t written = write(log->fd, line, (size_t)n);
    (void)written; /* there is no one left to tell */
}
