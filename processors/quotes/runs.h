/* Runs of capitalised words, cut to the name inside. */
#ifndef CD_PROCESSORS_QUOTES_RUNS_H
#define CD_PROCESSORS_QUOTES_RUNS_H

#include "processors/quotes/reading.h"

/* The behind-end of the run of capitalised words that begins at token `first`, at most
 * `limit`: with initials, particles, hyphens and the "of" of offices and bodies. */
uint32_t cd_run_end(const struct cd_reading *reading, uint32_t first, uint32_t limit);

/* Cuts the run [first, end) to the name inside: words that are capitalised only since
 * they begin a sentence, dates and titles are taken off. False: there is no name in it.
 * Sets all of *out but `name` and the flags that the place decides. */
bool cd_run_cut(const struct cd_reading *reading, uint32_t first, uint32_t end,
                struct cd_mention *out);

/* Does a strong verb of reporting stand at token `end`, behind a name: "Unicef said"? */
bool cd_tells_behind(const struct cd_reading *reading, uint32_t end);

/* Is the word a given name? The article of an Arabic name ("Al-Shabaab") is none. */
bool cd_is_given_name(const struct cd_reading *reading, uint32_t token);

#endif
