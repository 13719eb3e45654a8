#include "processors/archival/embargo.h"

#include "processors/archival/date_find.h"
#include "processors/archival/hold.h"

#define SECONDS_A_DAY INT64_C(86400)
#define MOST_DAYS     366 /* from publication to the end of one that has no date */
#define WORDS_BEFORE  24  /* tokens before a day in which its time may stand… */
#define BYTES_BEFORE  90  /* …so that the reader's 200 bytes reach behind it, too */

/* What reading needs besides the notice. */
struct reader {
    const struct cd_article *article;
    const struct cd_ages *ages;
    const struct cd_date_words *words;
    enum cd_date_order order;
};

/* Until when something holds the article back, and the date that says so. */
struct hold {
    enum cd_date_result result;
    struct cd_date date; /* for CD_DATE_OK */
    int64_t end;
};

static bool is_embargo(const struct cd_finding *found) {
    return found->entry->status == CD_STATUS_EMBARGOED;
}

/* A day without its year is one behind the publication. */
static struct hold read_hold(const struct reader *r, struct cd_str text) {
    struct hold hold = {.end = CD_HOLD_NEVER};
    hold.result =
        r->ages->published.known
            ? cd_date_since(r->words, text, r->order, r->ages->published.date, &hold.date)
            : cd_date_parse(r->words, text, r->order, &hold.date);
    if (hold.result == CD_DATE_OK)
        hold.end = cd_hold_of_date(hold.date);
    else if (hold.result == CD_DATE_AMBIGUOUS)
        hold.end = cd_hold_of_text(r->words, text);
    return hold;
}

/* Reads a day with what stands around it in the notice: "10 a.m. Eastern Time on …", "…,
 * 18 heures". What else the notice says may be a date, too: then the day is read alone.
 */
static struct hold read_around(const struct reader *r, const struct cd_text *text,
                               struct cd_span around, struct cd_span day) {
    const struct cd_token *tokens = text->tokens;
    while (day.first - around.first > WORDS_BEFORE ||
           tokens[day.first].start - tokens[around.first].start > BYTES_BEFORE)
        around.first++;
    struct hold alone = read_hold(r, cd_span_str(text, day));
    struct hold hold = read_hold(r, cd_span_str(text, around));
    if (hold.result == alone.result &&
        (hold.result != CD_DATE_OK || hold.date.day == alone.date.day))
        return hold;
    alone.date.unread = true;
    if (alone.result == CD_DATE_OK)
        alone.end = cd_hold_of_date(alone.date);
    return alone;
}

/* Until when a notice holds the article back: of several days ("Received 1 March 2027,
 * embargoed until 4 March 2027") the last. */
static struct hold hold_of(const struct reader *r, const struct cd_finding *found) {
    const struct cd_text *text = found->in_title ? &r->article->title : &r->article->body;
    struct hold last = read_hold(r, cd_report_words(r->article, found));
    struct cd_span day = {found->first, found->first};
    bool first = true;
    for (uint32_t from = found->first;
         cd_date_find(r->words, text, from, &day) && day.end <= found->end;
         from = day.end) {
        struct hold hold = read_around(r, text, (struct cd_span){from, found->end}, day);
        if (first || hold.end > last.end)
            last = hold;
        first = false;
    }
    return last;
}

static bool is_dated(struct hold hold) {
    return hold.result == CD_DATE_OK || hold.result == CD_DATE_AMBIGUOUS;
}

/* One that is said without a date ("until Friday, 9 a.m.") ends with the field's, or
 * within a year of publication. */
static int64_t end_of(const struct reader *r, struct hold hold) {
    if (is_dated(hold))
        return hold.end;
    if (r->ages->embargoed.known)
        return cd_hold_of_date(r->ages->embargoed.date);
    return r->ages->published.known
               ? r->ages->published.date.seconds + (MOST_DAYS + 1) * SECONDS_A_DAY
               : CD_HOLD_FOREVER;
}

static void set_embargo(struct cd_ages *ages, struct hold hold, int64_t clock) {
    cd_ages_forget(ages, "embargoed");
    ages->embargoed = (struct cd_maybe_date){0};
    cd_ages_set(ages, &ages->embargoed, "embargoed", hold.result, &hold.date, clock,
                true);
}

int64_t cd_embargo_field_end(const struct cd_ages *ages, const struct cd_article *article,
                             const struct cd_date_words *words) {
    const struct cd_value *value = &article->fields[CD_FIELD_EMBARGOED];
    return ages->embargoed.known ? cd_hold_of_date(ages->embargoed.date)
                                 : cd_hold_of_value(words, value, CD_ORDER_UNKNOWN);
}

void cd_embargo_judge(struct cd_archival_report *report, const struct cd_article *article,
                      const struct cd_date_words *words, enum cd_date_order order) {
    struct cd_ages *ages = &report->ages;
    int64_t clock = article->record->timestamp_ms;
    struct reader r = {article, ages, words, order};
    struct hold last = {.end = cd_embargo_field_end(ages, article, words)};
    bool by_notice = false;
    for (uint32_t i = 0; i < report->findings.notice_count; i++) {
        struct cd_finding *found = &report->findings.notices[i];
        if (!is_embargo(found))
            continue;
        struct hold hold = hold_of(&r, found);
        found->lapsed = !cd_holds(end_of(&r, hold), clock);
        if (!is_dated(hold) || hold.end <= last.end)
            continue;
        last = hold;
        by_notice = true;
    }
    if (by_notice)
        set_embargo(ages, last, clock);
}
