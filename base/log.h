/* What the service tells its operator: one line an event on a file descriptor,
 * "2026-05-01T12:00:00.123Z warn desk: text", written with one write(2), so that lines of
 * several threads do not mix. The logger is passed around; there is no global one. */
#ifndef CD_BASE_LOG_H
#define CD_BASE_LOG_H

#include "base/error.h"

enum cd_level { CD_LOG_ERROR, CD_LOG_WARN, CD_LOG_INFO, CD_LOG_DEBUG };

/* Read-only after it is set up; may be shared by all threads. */
struct cd_logger {
    int fd;
    enum cd_level level; /* lines above it are left out */
};

/* Writes a line for `part` ("desk", "ledger", …). A NULL logger is silent. Line breaks
 * and other control bytes of the text are written as spaces; over 2 kB is cut. */
void cd_log(const struct cd_logger *log, enum cd_level level, const char *part,
            const char *format, ...) CD_PRINTF(4, 5);

#endif
