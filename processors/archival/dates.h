/* Dates as feeds write them: ISO 8601 with and without punctuation, RFC 2822, epoch
 * seconds and milliseconds, and words ("Posted: Apr 12, 2017 / 11:29 AM EDT",
 * "Aktualizacja: 7 sierpnia 2020, 15:47") in the languages of lexicons/months.json. What
 * is impossible or in doubt is refused with the reason and never guessed. */
#ifndef CD_ARCHIVAL_DATES_H
#define CD_ARCHIVAL_DATES_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

enum cd_date_precision { CD_PRECISION_DAY, CD_PRECISION_MINUTE, CD_PRECISION_SECOND };

struct cd_date {
    int64_t seconds; /* since 1970-01-01T00:00:00Z; of a day alone: its midnight */
    int64_t day; /* the day that is written, as days since 1970-01-01; of an epoch: 0 */
    enum cd_date_precision precision;
    bool zone_assumed;   /* a time without a zone: taken as UTC */
    bool zone_ambiguous; /* its zone's name is that of others, too: IST, CST */
    bool unread;         /* more stands beside it that was not understood: a time? */
};

/* Which of 04/08/2020's numbers is the day, and which of 21/04/04's the year: where it is
 * first, the others' order stays unknown. */
enum cd_date_order {
    CD_ORDER_UNKNOWN,
    CD_ORDER_DAY_FIRST,
    CD_ORDER_MONTH_FIRST,
    CD_ORDER_YEAR_FIRST,
};

enum cd_date_result {
    CD_DATE_OK,
    CD_DATE_UNREADABLE,  /* no date in it that we know */
    CD_DATE_INCOMPLETE,  /* a date without its year or day */
    CD_DATE_IMPOSSIBLE,  /* month 13, 30 February, a year before the first newspaper */
    CD_DATE_PLACEHOLDER, /* the first moment of an epoch: a field nobody filled */
    CD_DATE_AMBIGUOUS,   /* day, month and year cannot be told apart */
};

/* Month names, zones and other words of dates; made once, read-only, shared. */
struct cd_date_words;

/* From the JSON of lexicons/months.json; `origin` names it in errors. CD_EUSAGE where it
 * is not as it should be, CD_ENOMEM. Free with cd_date_words_free (NULL allowed). */
CD_MUST_USE int cd_date_words_new(struct cd_date_words **out, struct cd_str json,
                                  const char *origin, struct cd_error *err);
void cd_date_words_free(struct cd_date_words *words);

/* May a word with this token hash be part of a date ("april", "kl", "EDT", "um")? */
bool cd_date_word(const struct cd_date_words *words, uint64_t hash);

/* May it be the name of a zone, or of a place that stands for one ("ET", "Eastern")? */
bool cd_date_zone(const struct cd_date_words *words, uint64_t hash);

/* Reads the first date in `text` into *out (set only for CD_DATE_OK). Without `words`
 * (NULL) only dates of digits are known. Looks at the first 200 bytes. */
enum cd_date_result cd_date_parse(const struct cd_date_words *words, struct cd_str text,
                                  enum cd_date_order order, struct cd_date *out);

/* The same, and of a date without day or month its last day: of 2027 the 31st of
 * December. */
enum cd_date_result cd_date_latest(const struct cd_date_words *words, struct cd_str text,
                                   enum cd_date_order order, struct cd_date *out);

/* The same as cd_date_parse, and of a day without its year ("12 March, 9 a.m.") the first
 * one on or after the day of `since`. */
enum cd_date_result cd_date_since(const struct cd_date_words *words, struct cd_str text,
                                  enum cd_date_order order, struct cd_date since,
                                  struct cd_date *out);

/* Parts a text that says two things, "POSTED: Apr 12, 2017 UPDATED: Apr 13, 2017", into
 * what is said of publishing and of updating; *updated is absent where there is one
 * thing only, which then is all in *posted. */
void cd_date_split(const struct cd_date_words *words, struct cd_str text,
                   struct cd_str *posted, struct cd_str *updated);

/* The date of an epoch number: seconds, milliseconds, micro- or nanoseconds by its size.
 */
enum cd_date_result cd_date_of_epoch(int64_t number, struct cd_date *out);

/* The snake_case name of a result, for a stamp: "ambiguous". */
const char *cd_date_result_name(enum cd_date_result result);

/* Writes "2017-04-12" or "2017-04-12T15:29:00Z" and a NUL; returns the length. */
#define CD_DATE_ROOM 24
size_t cd_date_write(struct cd_date date, char out[CD_DATE_ROOM]);

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar (Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). */
int64_t cd_days_from_civil(int64_t year, int month, int day);

#endif
