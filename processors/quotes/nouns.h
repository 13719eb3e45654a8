/* Whom a noun phrase means: "the senator", "his wife", "the 56-year-old"; news varies its
 * words. */
#ifndef CD_PROCESSORS_QUOTES_NOUNS_H
#define CD_PROCESSORS_QUOTES_NOUNS_H

#include "processors/quotes/walk.h"

/* Keeps whom these tokens describe, for later descriptions by the same noun (its hash; 0:
 * for "they"). */
void cd_remember(struct cd_walk *walk, uint64_t noun, struct cd_span tokens);

/* Puts into a quote, whose mention is set, whom a noun phrase means: a name, one
 * described before, or nobody else. */
void cd_take_description(struct cd_walk *walk, struct cd_quote *quote,
                         const struct cd_subject *subject);

#endif
