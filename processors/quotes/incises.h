/* Who speaks by words inside the quote itself, as French and Italian set them: « Je ne
 * sais pas, dit Anne Garnier, mais nous rentrons. » */
#ifndef CD_PROCESSORS_QUOTES_INCISES_H
#define CD_PROCESSORS_QUOTES_INCISES_H

#include "processors/quotes/reading.h"

struct cd_incise {
    uint32_t verb;       /* token */
    uint32_t first, end; /* tokens of who speaks */
    uint32_t name;       /* in the name table, or CD_NONE: a pronoun or a noun */
    uint32_t head;       /* the pronoun's or noun's token */
};

/* Finds the first one in a quote; false: there is none. */
bool cd_incise_find(struct cd_incise *out, const struct cd_reading *reading,
                    const struct cd_quote_span *quote);

#endif
