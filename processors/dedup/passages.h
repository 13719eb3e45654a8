/* What two texts share, word by word, for people to look at: a passage is a run of words
 * whose 4-grams the other text holds, too, in whatever order. The judge goes by samples
 * of these grams (sketch.h); here all are looked at. */
#ifndef CD_PROCESSORS_DEDUP_PASSAGES_H
#define CD_PROCESSORS_DEDUP_PASSAGES_H

#include "processors/dedup/compare.h"

enum cd_shared_flag {
    CD_SHARED_PASSAGE = 1, /* a word in a shared passage, or a mark within one */
    CD_SHARED_NUMBER = 2,  /* a number that the other text has, too, wherever */
};

/* Of one of the two texts. */
struct cd_shared {
    uint8_t *flags; /* enum cd_shared_flag, by token */
    uint32_t words, shared_words;
};

struct cd_passages {
    struct cd_shared a, b;
    struct cd_overlap grams; /* distinct ones; `mine` is a's, `theirs` b's */
};

/* Compares two texts; everything lives in `arena`. Takes n log n time in their words.
 * CD_ENOMEM. */
CD_MUST_USE int cd_passages_find(struct cd_passages *out, const struct cd_text *a,
                                 const struct cd_text *b, struct cd_arena *arena);

#endif
