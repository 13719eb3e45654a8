/* Speech between dashes: "—No lo sé —dijo Ana—. Es tarde." and "– Je ne sais pas, dit
 * Anne." A dash before a paragraph may also be a bullet, so that somebody must be told to
 * speak in one of them. */
#ifndef CD_PROCESSORS_QUOTES_DIALOGUE_H
#define CD_PROCESSORS_QUOTES_DIALOGUE_H

#include "processors/quotes/spans.h"

#define CD_MOST_SPEECHES 2 /* in a paragraph: before and behind who speaks */

/* Does the paragraph begin with a dash? */
bool cd_begins_with_dash(const struct cd_text *text, struct cd_span paragraph);

/* The speech in a paragraph that begins with a dash, into out[CD_MOST_SPEECHES]; returns
 * how many parts it has, 0 if the paragraph does not say that somebody speaks. `classes`
 * are the tokens'. Linear in time. */
uint32_t cd_dialogue_read(struct cd_quote_span *out, const struct cd_text *text,
                          const uint64_t *classes, struct cd_span paragraph);

/* The whole paragraph behind its dash, if it ends as a sentence does; returns 1 or 0. */
uint32_t cd_dialogue_whole(struct cd_quote_span *out, const struct cd_text *text,
                           struct cd_span paragraph);

#endif
