#include "consumer/progress.h"

#include <inttypes.h>
#include <stdio.h>

#include "consumer/clock.h"
#include "consumer/offsets.h"

#define INTERVAL_MS 10000

static const enum cd_counter told[] = {
    CD_COUNT_OUTPUT,  CD_COUNT_DUPLICATES, CD_COUNT_DEAD_LETTERS, CD_COUNT_TOMBSTONES,
    CD_COUNT_DROPPED, CD_COUNT_COMMITS,    CD_COUNT_ABORTS,
};

static void write_counts(char *text, size_t size, const struct cd_counters *counters) {
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof told / sizeof *told && len < size; i++) {
        int n = snprintf(text + len, size - len, ", %s %lu", cd_counter_names[told[i]],
                         (unsigned long)cd_counted(counters, told[i]));
        len += n > 0 ? (size_t)n : 0;
    }
}

void cd_progress_tell(struct cd_progress *progress, const struct cd_counters *counters,
                      struct cd_intake *in, bool now) {
    char counts[256], behind[32];
    int partitions;
    int64_t clock = cd_now_ms(), passed = clock - progress->told_ms;
    if (!now && passed < INTERVAL_MS)
        return;
    uint64_t articles = cd_counted(counters, CD_COUNT_ARTICLES);
    uint64_t more = articles - progress->told;
    int64_t left = cd_offsets_behind(in, &partitions);
    snprintf(behind, sizeof behind, left < 0 ? "unknown" : "%" PRId64, left);
    write_counts(counts, sizeof counts, counters);
    cd_log(progress->log, CD_LOG_INFO, "desk",
           "articles %lu (%lu/s)%s; partitions %d, behind %s", (unsigned long)articles,
           (unsigned long)(more * 1000 / (uint64_t)(passed > 0 ? passed : 1)), counts,
           partitions, behind);
    progress->told_ms = clock;
    progress->told = articles;
}
