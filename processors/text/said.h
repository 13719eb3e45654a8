/* Quotes as others may have them too: a hash of a quote's words, whatever its marks, case
 * and punctuation, so that the same words are known again in another article. */
#ifndef CD_PROCESSORS_TEXT_SAID_H
#define CD_PROCESSORS_TEXT_SAID_H

#include "processors/text/text.h"

#define CD_MOST_SAID  12 /* quotes of an article; the rest is not looked at */
#define CD_LEAST_SAID 6  /* words; what is shorter is said by anybody */

/* The hash of the words among the tokens [first, end); 0: they are fewer than
 * CD_LEAST_SAID. */
uint64_t cd_said_hash(const struct cd_text *text, uint32_t first, uint32_t end);

/* The hashes of what stands between double quote marks, each once, in the text's order;
 * returns how many. Where such marks are missing or turned, a quote may be missed, or a
 * piece of the reporter's own text taken for one. Linear in time. */
unsigned cd_said_find(const struct cd_text *text, uint64_t out[CD_MOST_SAID]);

#endif
