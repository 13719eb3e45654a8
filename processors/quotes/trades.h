/* Nouns for people that no lexicon has. */
#ifndef CD_PROCESSORS_QUOTES_TRADES_H
#define CD_PROCESSORS_QUOTES_TRADES_H

#include "processors/quotes/reading.h"

/* Does the word end as nouns for people do: "forecaster", "cellist"? */
bool cd_ends_as_trade(const struct cd_reading *reading, uint32_t token);

/* May the noun be one for a person: by the lexicon, its place of origin, or, in English,
 * its ending? */
bool cd_may_be_person(const struct cd_reading *reading, uint32_t token);

#endif
