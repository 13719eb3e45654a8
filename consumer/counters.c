#include "consumer/counters.h"

const char *const cd_counter_names[CD_COUNTERS] = {
    [CD_COUNT_OUTPUT] = "output",
    [CD_COUNT_DUPLICATES] = "duplicates",
    [CD_COUNT_DEAD_LETTERS] = "dead_letters",
    [CD_COUNT_TOMBSTONES] = "tombstones",
    [CD_COUNT_DROPPED] = "dropped",
    [CD_COUNT_BYTES] = "bytes",
    [CD_COUNT_ARTICLES] = "articles",
    [CD_COUNT_POLLED] = "polled",
    [CD_COUNT_STALE] = "stale",
    [CD_COUNT_REFUSED] = "refused",
    [CD_COUNT_COMMITS] = "commits",
    [CD_COUNT_ABORTS] = "aborts",
    [CD_COUNT_REPLACED] = "producers_replaced",
    [CD_COUNT_REWINDS] = "rewinds",
    [CD_COUNT_CORRECTED] = "verdicts_corrected",
    [CD_COUNT_REBALANCES] = "rebalances",
    [CD_COUNT_REJOINED] = "rejoined",
    [CD_COUNT_PAUSES] = "pauses",
};
