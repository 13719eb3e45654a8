/* Quote marks inside HTML tags that a feed left in its text: <tweet id="67213">. The
 * reading takes tags for white space, so that no quote is found there; where terms are
 * asked for, what stands between these marks is given as one. */
#ifndef CD_PROCESSORS_QUOTES_ATTRIBUTES_H
#define CD_PROCESSORS_QUOTES_ATTRIBUTES_H

#include "processors/article.h"

/* Bytes [start, end) with the marks. */
struct cd_attribute {
    uint32_t start, end;
};

/* The attributes' values of the text's tags, in order, in `arena`. CD_ENOMEM. */
CD_MUST_USE int cd_attributes_find(struct cd_attribute **out, uint32_t *count,
                                   const struct cd_text *text, struct cd_arena *arena,
                                   struct cd_error *err);

#endif
