/* A date's text as the fields that stand in it, before it is known whether they make a
 * date; private to dates.c,
 * date_reading.c (days, and the walk over the parts) and date_clock.c (clocks, zones). */
#ifndef CD_ARCHIVAL_DATE_READING_H
#define CD_ARCHIVAL_DATE_READING_H

#include "processors/archival/date_parts.h"
#include "processors/archival/dates.h"

struct cd_date_reading {
    const struct cd_date_parts *parts;
    enum cd_date_order order;
    bool latest;   /* a date without day or month is its last day */
    int64_t since; /* a day without its year is on or after this one; 0: it is none */

    int year, month, day; /* 0: open */
    int hour, minute, second;
    bool has_date, has_time, has_second, has_zone;
    int zone_minutes;
    enum cd_summer_time zone_summer;
    bool zone_ambiguous;
    bool impossible, ambiguous;
    bool unread;     /* something was passed over that is no word beside dates */
    bool clock_left; /* words of clocks were: behind a time they say nothing more */
};

/* May something have been published in that year? */
bool cd_date_plausible_year(int64_t year);

/* Is the part this sign? */
bool cd_date_sign_at(const struct cd_date_part *part, uint32_t sign);

/* Is it a number of so many digits? */
static inline bool cd_date_number_at(const struct cd_date_part *part, int least,
                                     int most) {
    return part->kind == CD_PART_NUMBER && part->digits >= least && part->digits <= most;
}

static inline bool cd_date_mark_at(const struct cd_date_part *part,
                                   enum cd_date_mark mark) {
    return part->kind == CD_PART_WORD && part->meaning.has_mark &&
           part->meaning.mark == mark;
}

/* Is it this letter alone, in lower case? */
static inline bool cd_date_letter_at(const struct cd_date_part *part, char letter) {
    return part->kind == CD_PART_WORD && part->sign == (unsigned char)letter;
}

/* Take a clock (15:29, 3 p.m., 0930 hrs), behind one its zone, behind a day XML Schema's
 * zone of the day; each returns how many parts it took, 0: none. */
int cd_date_take_time(struct cd_date_reading *reading, const struct cd_date_part *part);
int cd_date_take_zone(struct cd_date_reading *reading, const struct cd_date_part *part);
int cd_date_take_day_zone(const struct cd_date_reading *reading,
                          const struct cd_date_part *part);

/* Are these four digits a clock, and no year? */
bool cd_date_is_long_clock(const struct cd_date_reading *reading,
                           const struct cd_date_part *part);

/* Is there a year besides this part? */
bool cd_date_has_other_year(const struct cd_date_reading *reading,
                            const struct cd_date_part *part);

/* Takes a number alone for a date without signs (20170412, 20170412T1529); 0: it is
 * none, else how many parts it took. */
int cd_date_take_compact(struct cd_date_reading *reading,
                         const struct cd_date_part *part);

/* Fills the fields from the parts, from left to right. */
void cd_date_read_parts(struct cd_date_reading *reading);

#endif
