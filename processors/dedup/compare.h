/* How alike two texts are, estimated from their sketches. */
#ifndef CD_PROCESSORS_DEDUP_COMPARE_H
#define CD_PROCESSORS_DEDUP_COMPARE_H

#include "processors/dedup/sketch.h"

/* How many each one's lead has, and how many of these are in the other, anywhere there.
 * Of numbers: how many are no small ones, which any two texts may share. */
struct cd_leads {
    unsigned mine, my_shared, theirs, their_shared;
};

/* Counts at the coarser of two shifts. */
struct cd_overlap {
    unsigned shared, mine, theirs;
    struct cd_leads leads; /* of grams and pairs */
    unsigned same;         /* of shared slots: those that hold the same */
};

/* Which hashes of a sketch are furniture and count neither way: a bit for each. */
struct cd_common {
    uint64_t bits;
};

static inline bool cd_common_has(struct cd_common common, unsigned i) {
    return common.bits >> i & 1;
}

struct cd_overlap cd_compare_grams(const struct cd_sketch *mine, struct cd_common my,
                                   const struct cd_sketch *theirs,
                                   struct cd_common their);
struct cd_overlap cd_compare_pairs(const struct cd_sketch *mine,
                                   const struct cd_sketch *theirs);
struct cd_overlap cd_compare_numbers(const struct cd_sketch *mine,
                                     const struct cd_sketch *theirs);

struct cd_overlap cd_compare_slots(const struct cd_sketch *mine,
                                   const struct cd_sketch *theirs);

/* The share of the smaller text that the larger holds, in 1/1000; 0 if one is empty. */
unsigned cd_overlap_containment(struct cd_overlap overlap);

/* The share of both together that they have in common (Jaccard), in 1/1000. */
unsigned cd_overlap_resemblance(struct cd_overlap overlap);

#endif
