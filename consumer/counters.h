/* What the service counts. Written by the desk, read by anybody at any time: each counter
 * by itself is right, several need not be of the same moment. Counts of articles are
 * counts of what is committed. */
#ifndef CD_CONSUMER_COUNTERS_H
#define CD_CONSUMER_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

enum cd_counter {
    CD_COUNT_OUTPUT,
    CD_COUNT_DUPLICATES,
    CD_COUNT_DEAD_LETTERS,
    CD_COUNT_TOMBSTONES,
    CD_COUNT_DROPPED,  /* by policy */
    CD_COUNT_BYTES,    /* of values sent */
    CD_COUNT_ARTICLES, /* all of the above but bytes */
    CD_COUNTS_COMMITTED,

    CD_COUNT_POLLED = CD_COUNTS_COMMITTED,
    CD_COUNT_STALE,   /* dropped in flight, to come again */
    CD_COUNT_REFUSED, /* by the broker, for what they are */
    CD_COUNT_COMMITS,
    CD_COUNT_ABORTS,
    CD_COUNT_REPLACED, /* producers */
    CD_COUNT_REWINDS,
    CD_COUNT_CORRECTED, /* verdicts that were not the logged one */
    CD_COUNT_REBALANCES,
    CD_COUNT_REJOINED, /* with a new consumer */
    CD_COUNT_PAUSES,
    CD_COUNTERS
};

struct cd_counters {
    _Atomic uint64_t of[CD_COUNTERS];
};

/* "output", "dead_letters", …: for logs and, with a prefix, metrics. */
extern const char *const cd_counter_names[CD_COUNTERS];

static inline void cd_count(struct cd_counters *counters, enum cd_counter which,
                            uint64_t more) {
    atomic_fetch_add_explicit(&counters->of[which], more, memory_order_relaxed);
}

static inline uint64_t cd_counted(const struct cd_counters *counters,
                                  enum cd_counter which) {
    return atomic_load_explicit(&counters->of[which], memory_order_relaxed);
}

#endif
