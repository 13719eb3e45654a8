/* Where a quote first ran: each quote that an article of the ledger holds, for as long as
 * it is among the last `most` and its article in the window. Every occurrence is kept,
 * not the first alone, so that what a look-up finds is the oldest *in the window*: the
 * same for an instance that has just started. */
#ifndef CD_PROCESSORS_DEDUP_FIRST_H
#define CD_PROCESSORS_DEDUP_FIRST_H

#include "processors/dedup/fifo.h"
#include "processors/dedup/name.h"
#include "processors/dedup/record.h"

/* An article that holds quotes. */
struct cd_first {
    int64_t place, published_ms; /* its ledger offset; CD_NO_TIME */
    struct cd_name *name;        /* as the seen record has it */
};

struct cd_firsts {
    struct cd_fifo quotes;   /* struct cd_quoted, oldest first */
    struct cd_fifo articles; /* struct cd_first, of these quotes */
    struct cd_first_bucket *buckets;
    uint64_t bucket_count, most;
    size_t name_bytes;
};

/* An empty one for `most` occurrences; 0: it takes and finds none. CD_ENOMEM. */
CD_MUST_USE int cd_firsts_init(struct cd_firsts *firsts, uint64_t most);
void cd_firsts_done(struct cd_firsts *firsts); /* zeroed storage allowed */

/* Adds the quotes of an article; places rise. CD_ENOMEM leaves it unusable but for
 * cd_firsts_done. */
CD_MUST_USE int cd_firsts_add(struct cd_firsts *firsts, int64_t place,
                              const struct cd_seen *seen);

/* The name of the article at a place, for a head that holds it for as long as this does,
 * and counts its bytes from now on; one hold more. NULL: it is not here. */
struct cd_name *cd_firsts_share(struct cd_firsts *firsts, int64_t place);

/* Forgets what lies before `place`. */
void cd_firsts_drop(struct cd_firsts *firsts, int64_t place);

/* The article of the oldest occurrence of a quote before `place`; NULL: none. Borrowed
 * until the next add or drop. */
const struct cd_first *cd_firsts_find(const struct cd_firsts *firsts, uint64_t hash,
                                      int64_t place);

size_t cd_firsts_bytes(const struct cd_firsts *firsts);

#endif
