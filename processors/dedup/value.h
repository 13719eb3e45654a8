/* What a word says together with the signs that belong to it: -5 is not 5, $5 not €5, C++
 * not C#. All other marks come and go from copy to copy. */
#ifndef CD_PROCESSORS_DEDUP_VALUE_H
#define CD_PROCESSORS_DEDUP_VALUE_H

#include "processors/text/text.h"

/* The hash of a token that is no mark, its signs included: a minus or the sign of a
 * currency right before a number, + and # right behind a word. */
uint64_t cd_value_hash(const struct cd_text *text, uint32_t token);

#endif
