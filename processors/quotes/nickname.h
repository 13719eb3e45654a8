/* Dwayne “The Rock” Johnson: words in quote marks within a name, which nobody says. */
#ifndef CD_PROCESSORS_QUOTES_NICKNAME_H
#define CD_PROCESSORS_QUOTES_NICKNAME_H

#include "processors/text/text.h"

/* The token behind a nickname and its marks, whose opening mark is `open`: the next word
 * of the name. 0: it is none. `classes` are the words' (vocabulary.h), `limit` a token
 * that it may not reach. It stands between a first name and a capital, in a few words of
 * which the first or second has a capital, without a stop or comma. */
uint32_t cd_nickname_end(const struct cd_text *text, const uint64_t *classes,
                         uint32_t open, uint32_t limit);

#endif
