/* The sketches of the newest heads, each in as many bytes as it needs: a queue, like all
 * of the window. Owners are numbered from 1 in the order in which they are added. */
#ifndef CD_PROCESSORS_DEDUP_SKETCHES_H
#define CD_PROCESSORS_DEDUP_SKETCHES_H

#include "processors/dedup/fifo.h"
#include "processors/dedup/packed.h"

struct cd_sketches {
    struct cd_fifo starts; /* uint32_t by owner: low bits of its first unit's number */
    struct cd_fifo units;  /* of four bytes */
};

void cd_sketches_init(struct cd_sketches *sketches);
void cd_sketches_done(struct cd_sketches *sketches); /* zeroed storage allowed */

/* Adds the samples of a sketch, text and words apart. CD_ENOMEM. */
CD_MUST_USE int cd_sketches_add(struct cd_sketches *sketches,
                                const struct cd_sketch *sketch);

/* Drops the owners before `first`. */
void cd_sketches_drop(struct cd_sketches *sketches, uint64_t first);

/* Reads the samples of an owner that is there; text and words are left as they are. */
void cd_sketches_read(const struct cd_sketches *sketches, uint64_t owner,
                      struct cd_sketch *sketch);

/* Has an owner that is there this gram? */
bool cd_sketches_have(const struct cd_sketches *sketches, uint64_t owner, uint32_t gram);

/* The grams of an owner that is there, to be looked at one by one; borrowed until it is
 * dropped. */
struct cd_grams cd_sketches_grams(const struct cd_sketches *sketches, uint64_t owner);

/* Fetches ahead of time what the grams' readers will touch: first where an owner's grams
 * lie, then these. */
void cd_sketches_prefetch_start(const struct cd_sketches *sketches, uint64_t owner);
void cd_sketches_prefetch_grams(const struct cd_sketches *sketches, uint64_t owner);

size_t cd_sketches_bytes(const struct cd_sketches *sketches);

#endif
