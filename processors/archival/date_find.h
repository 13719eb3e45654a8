/* Where dates stand in a text, for people: `copydesk show` marks them. */
#ifndef CD_ARCHIVAL_DATE_FIND_H
#define CD_ARCHIVAL_DATE_FIND_H

#include "processors/archival/dates.h"
#include "processors/text/text.h"

/* Finds the next date at or behind token `from`: a day with its year, with the time and
 * the zone that stand beside it. Its tokens go to *out; false: there is none. */
bool cd_date_find(const struct cd_date_words *words, const struct cd_text *text,
                  uint32_t from, struct cd_span *out);

#endif
