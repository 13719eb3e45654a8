/* What a look at the cluster has found: faults, which stop the service, and warnings,
 * each a line that says what was found, what is wanted and what to do. Collected, so that
 * everything is told at once. */
#ifndef CD_CONSUMER_FINDINGS_H
#define CD_CONSUMER_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"

#define CD_MOST_FINDINGS 48

/* Zeroed storage is an empty list. */
struct cd_findings {
    struct cd_finding {
        bool fault;
        char text[512];
    } items[CD_MOST_FINDINGS];
    size_t count, faults; /* count may exceed CD_MOST_FINDINGS: the rest has no text */
};

/* Adds one; a list that is full counts on. */
void cd_found(struct cd_findings *findings, bool fault, const char *format, ...)
    CD_PRINTF(3, 4);

/* Logs all of them, faults as errors. */
void cd_findings_log(const struct cd_findings *findings, const struct cd_logger *log,
                     const char *part);

#endif
