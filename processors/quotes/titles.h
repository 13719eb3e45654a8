/* Somebody's title as the article gives it: "Russian Foreign Minister", "harbour master".
 */
#ifndef CD_PROCESSORS_QUOTES_TITLES_H
#define CD_PROCESSORS_QUOTES_TITLES_H

#include "processors/quotes/reading.h"

/* The tokens of the title before a mention ("Russian foreign minister Sergei Lavrov"),
 * else of the one set off behind it ("Lavrov, the Russian foreign minister,"); empty
 * where there is none. */
struct cd_span cd_title_of(const struct cd_reading *reading,
                           const struct cd_mention *mention);

/* Is the title more than a form of address? */
bool cd_title_is_office(const struct cd_reading *reading, struct cd_span title);

#endif
