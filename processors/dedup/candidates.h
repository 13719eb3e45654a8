/* Which heads share 4-grams with an article. A gram that occurs in the texts of several
 * stories is furniture (a subscription notice, a masthead, an agency's set phrase): it
 * counts neither for nor against, and what is furniture is learnt from the window alone.
 * Stories are counted, not articles: else a story with many versions would switch itself
 * off. What samples alone joined to a story counts as another one, unless it has the same
 * headline: the furniture that is to be learnt may have joined it. */
#ifndef CD_PROCESSORS_DEDUP_CANDIDATES_H
#define CD_PROCESSORS_DEDUP_CANDIDATES_H

#include "processors/dedup/compare.h"
#include "processors/dedup/index.h"

#define CD_MOST_CANDIDATES 8
#define CD_COMMON_STORIES  3 /* a gram in so many is furniture; at most CD_MOST_OWNERS */
/* Grams that a candidate shares: one may be chance, the more so in a large index. */
#define CD_FEWEST_HITS 2

struct cd_candidate {
    uint32_t number; /* of the head in the index */
    unsigned hits;
};

/* The heads in [since, before) with most hits, ties to the lower offset; returns how
 * many. *common: the furniture among the sketch's own grams. */
unsigned cd_candidates_find(const struct cd_index *index, const struct cd_sketch *sketch,
                            int64_t since, int64_t before,
                            struct cd_candidate out[CD_MOST_CANDIDATES],
                            struct cd_common *common);

/* The furniture among the grams of a head's sketch, as of now. */
struct cd_common cd_candidates_common(const struct cd_index *index,
                                      const struct cd_sketch *sketch, int64_t since,
                                      int64_t before);

#endif
