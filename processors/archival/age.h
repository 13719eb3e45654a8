/* An article's dates as its fields give them, checked against the record's timestamp: the
 * only clock there is. A date that cannot be or lies in the future is refused and the
 * reason kept; nothing is guessed. */
#ifndef CD_ARCHIVAL_AGE_H
#define CD_ARCHIVAL_AGE_H

#include "processors/archival/dates.h"
#include "processors/article.h"

struct cd_maybe_date {
    bool known;
    struct cd_date date;
};

struct cd_date_issue {
    const char *field, *issue; /* static names: "published", "future" */
};

#define CD_MOST_DATE_ISSUES 16

struct cd_ages {
    struct cd_maybe_date published, modified, embargoed, expires, archived;
    struct cd_date_issue issues[CD_MOST_DATE_ISSUES];
    uint32_t issue_count;
};

/* Which number is the day in dates of this article: by `said` (what the configuration
 * says of its source), else by its language. */
enum cd_date_order cd_date_order_of(const struct cd_article *article,
                                    enum cd_date_order said);

/* Reads published, modified, embargoed and expires. */
void cd_ages_read(struct cd_ages *ages, const struct cd_article *article,
                  const struct cd_date_words *words, enum cd_date_order order);

/* Takes a date that was found elsewhere (a header, a URL) under the field's name.
 * `future` says whether it may lie ahead of the clock. */
void cd_ages_set(struct cd_ages *ages, struct cd_maybe_date *to, const char *field,
                 enum cd_date_result result, const struct cd_date *date, int64_t clock_ms,
                 bool future);

void cd_ages_issue(struct cd_ages *ages, const char *field, const char *issue);

/* Takes a field's issues back: another date stands for it. */
void cd_ages_forget(struct cd_ages *ages, const char *field);

/* Whole days from `date` to the clock, 0 at least. */
int64_t cd_age_days(struct cd_date date, int64_t clock_ms);

/* Is it past? Of a day alone: is that over, in UTC. */
bool cd_is_over(struct cd_date date, int64_t clock_ms);

#endif
