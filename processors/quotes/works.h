/* Quote marks around what nobody says: titles of works, papers and terms. Told by how the
 * words inside are written, and by what governs them. */
#ifndef CD_PROCESSORS_QUOTES_WORKS_H
#define CD_PROCESSORS_QUOTES_WORKS_H

#include "processors/quotes/cues.h"

#define CD_SHORT_TITLE 7 /* words: a longer one is told from an utterance otherwise */

/* Is the cue about the quote as a term or a title, instead of telling it? */
bool cd_is_about_work(const struct cd_clause *clause, const struct cd_cue *cue);

/* Is it a title, since it is written as titles are and no verb stands next to it? */
bool cd_is_title(const struct cd_clause *clause, const struct cd_cue *cue);

/* "ordered the “catch of the day”": does the quote only call by its name what one
 * ordered, read or wrote? */
bool cd_is_called_object(const struct cd_clause *clause, const struct cd_cue *cue);

#endif
