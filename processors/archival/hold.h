/* Until when an embargo holds: as long as it may, since what is sent out too early cannot
 * be called back. Ends are seconds since 1970-01-01T00:00:00Z. */
#ifndef CD_ARCHIVAL_HOLD_H
#define CD_ARCHIVAL_HOLD_H

#include "processors/archival/dates.h"
#include "processors/article.h"

#define CD_HOLD_NEVER   INT64_MIN /* there is no embargo */
#define CD_HOLD_FOREVER INT64_MAX /* nobody can tell */

/* Of a day alone: when it has begun in every zone. Of a day beside which something stands
 * that was not understood, and may be a time: when it is over in every zone; of a time
 * without a zone beside which it stands: when it has come in every zone. */
int64_t cd_hold_of_date(struct cd_date date);

/* Of a text whose date is in doubt: the last of its readings, of 2027 or March 2027 the
 * last day; of what is no date CD_HOLD_FOREVER. */
int64_t cd_hold_of_text(const struct cd_date_words *words, struct cd_str text);

/* Of a field. */
int64_t cd_hold_of_value(const struct cd_date_words *words, const struct cd_value *value,
                         enum cd_date_order order);

/* Does an embargo with this end hold? Without a clock every one does. */
bool cd_holds(int64_t end, int64_t clock_ms);

/* Is it what forms write into a field that has nothing to say: "none", "n/a", ""? */
bool cd_field_denies(struct cd_str text);

#endif
