/* A date's text as the fields that stand in it, before it is known whether they make a
 * date; private to dates.c. */
#ifndef CD_ARCHIVAL_DATE_READING_H
#define CD_ARCHIVAL_DATE_READING_H

#include "processors/archival/date_parts.h"
#include "processors/archival/dates.h"

struct cd_date_reading {
    const struct cd_date_parts *parts;
    enum cd_date_order order;
    bool latest; /* a date without day or month is its last day */

    int year, month, day; /* 0: open */
    int hour, minute, second;
    bool has_date, has_time, has_second, has_zone;
    int zone_minutes;
    enum cd_summer_time zone_summer;
    bool zone_ambiguous;
    bool impossible, ambiguous;
};

/* May something have been published in that year? */
bool cd_date_plausible_year(int64_t year);

/* Is the part this sign? */
bool cd_date_sign_at(const struct cd_date_part *part, uint32_t sign);

/* Takes a number alone for a date without signs (20170412, 20170412T1529); 0: it is
 * none, else how many parts it took. */
int cd_date_take_compact(struct cd_date_reading *reading,
                         const struct cd_date_part *part);

/* Fills the fields from the parts, from left to right. */
void cd_date_read_parts(struct cd_date_reading *reading);

#endif
