/* What a word means in a date; private to dates.c and date_words.c. */
#ifndef CD_ARCHIVAL_DATE_WORDS_H
#define CD_ARCHIVAL_DATE_WORDS_H

#include "processors/archival/dates.h"

/* Signs and words behind a number that say what it is: 2017年4月12日, 15h29. */
enum cd_date_mark {
    CD_MARK_YEAR,
    CD_MARK_MONTH,
    CD_MARK_DAY,
    CD_MARK_HOUR,
    CD_MARK_MINUTE,
    CD_MARK_SECOND,
    CD_MARK_FIRST_YEAR, /* 元年: of an era */
    CD_MARK_ERA,
};

/* When a zone's clocks are an hour ahead of its standard time. */
enum cd_summer_time { CD_SUMMER_NEVER, CD_SUMMER_US, CD_SUMMER_EU };

/* One word may be several things: "mar" is March, or Tuesday in French. */
struct cd_date_meaning {
    int month;             /* 1 to 12, or 0 */
    bool other;            /* also, or only, a word beside dates: a weekday, "at", "um" */
    bool posted, updated;  /* says which date follows */
    bool am, pm, at;       /* at: a time follows */
    bool until;            /* before the day of an embargo: no time */
    bool twelve;           /* with pm: noon */
    bool hours;            /* behind a clock of four digits: "0930 hrs" */
    bool standard, summer; /* behind a zone's name: "Standard Time", "Daylight Time" */
    bool zone;
    bool zone_ambiguous; /* others have the same name */
    bool zone_place;     /* a place's or region's name: "Berlin", "Eastern" */
    int zone_minutes;    /* east of Greenwich, standard time */
    enum cd_summer_time zone_summer;
    bool has_mark;
    enum cd_date_mark mark;
    int era; /* the first year of a Japanese era (平成: 1989), or 0 */
};

/* False for a word that means nothing in dates. */
bool cd_date_meaning(const struct cd_date_words *words, struct cd_str word,
                     struct cd_date_meaning *out);

#endif
