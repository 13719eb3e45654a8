/* Keeps a log readable while something is wrong for hours: a line that was just written
 * is counted instead, and the next one like it says how many there were. Lines are alike
 * when nothing but their numbers differ (ports apart, "after 301 ms" is no news). */
#ifndef CD_CONSUMER_HUSH_H
#define CD_CONSUMER_HUSH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define CD_HUSHED 16 /* lines that are remembered at once */

/* Zeroed storage is ready. May be shared by threads: then a line too many may slip
 * through, or be counted for another. */
struct cd_hush {
    struct {
        _Atomic uint64_t line;  /* its hash; 0: none */
        _Atomic int64_t since;  /* when it was written, monotonic ms */
        _Atomic uint32_t times; /* left out since */
    } lines[CD_HUSHED];
};

/* Is this line to be written? *times: how many like it were left out before. */
bool cd_hush_allows(struct cd_hush *hush, const char *line, int64_t now_ms,
                    uint32_t *times);

#endif
