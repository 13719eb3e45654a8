#include "processors/archival/embargo.h"

#include "processors/archival/date_find.h"

#define SECONDS_A_DAY 86400
#define MOST_DAYS     366 /* from publication to the end of one that has no date */

/* What reading needs besides the notice. */
struct reader {
    const struct cd_article *article;
    const struct cd_ages *ages;
    const struct cd_date_words *words;
    enum cd_date_order order;
};

static bool is_embargo(const struct cd_finding *found) {
    return found->entry->status == CD_STATUS_EMBARGOED;
}

/* A day without its year is one behind the publication. */
static enum cd_date_result read_date(const struct reader *r, struct cd_str text,
                                     struct cd_date *out) {
    return r->ages->published.known
               ? cd_date_since(r->words, text, r->order, r->ages->published.date, out)
               : cd_date_parse(r->words, text, r->order, out);
}

/* Until when a notice holds the article back: of several days ("Received 1 March 2027,
 * embargoed until 4 March 2027") the last. */
static enum cd_date_result end_of(const struct reader *r, const struct cd_finding *found,
                                  struct cd_date *out) {
    const struct cd_text *text = found->in_title ? &r->article->title : &r->article->body;
    enum cd_date_result result = read_date(r, cd_report_words(r->article, found), out);
    struct cd_span span = {found->first, found->first};
    while (cd_date_find(r->words, text, span.end, &span) && span.end <= found->end) {
        struct cd_date date;
        if (read_date(r, cd_span_str(text, span), &date) != CD_DATE_OK ||
            (result == CD_DATE_OK && date.seconds < out->seconds + SECONDS_A_DAY))
            continue;
        *out = date;
        result = CD_DATE_OK;
    }
    return result;
}

/* By its own date, else by the field's; one that is said without a date ("until Friday,
 * 9 a.m.") is within a year of publication. */
static bool is_over(const struct reader *r, const struct cd_finding *found) {
    int64_t clock = r->article->record->timestamp_ms;
    const struct cd_maybe_date *published = &r->ages->published;
    struct cd_date date;
    enum cd_date_result result = end_of(r, found, &date);
    if (clock == CD_NO_TIME)
        return false;
    if (result == CD_DATE_OK)
        return cd_has_come(date, clock);
    if (result == CD_DATE_AMBIGUOUS)
        return !cd_may_come(r->words, cd_report_words(r->article, found), clock);
    if (r->ages->embargoed.known)
        return cd_has_come(r->ages->embargoed.date, clock);
    return published->known && cd_age_days(published->date, clock) > MOST_DAYS;
}

/* The last date until which notices hold the article back. */
static struct cd_maybe_date last_end(const struct reader *r,
                                     const struct cd_findings *findings) {
    struct cd_maybe_date last = {0};
    struct cd_date date;
    for (uint32_t i = 0; i < findings->notice_count; i++) {
        const struct cd_finding *found = &findings->notices[i];
        if (is_embargo(found) && end_of(r, found, &date) == CD_DATE_OK &&
            (!last.known || date.seconds > last.date.seconds))
            last = (struct cd_maybe_date){true, date};
    }
    return last;
}

static bool is_ambiguous(const struct reader *r, const struct cd_findings *findings) {
    struct cd_date date;
    for (uint32_t i = 0; i < findings->notice_count; i++)
        if (is_embargo(&findings->notices[i]) &&
            end_of(r, &findings->notices[i], &date) == CD_DATE_AMBIGUOUS)
            return true;
    return false;
}

void cd_embargo_judge(struct cd_archival_report *report, const struct cd_article *article,
                      const struct cd_date_words *words, enum cd_date_order order) {
    struct cd_ages *ages = &report->ages;
    struct reader r = {article, ages, words, order};
    for (uint32_t i = 0; i < report->findings.notice_count; i++) {
        struct cd_finding *found = &report->findings.notices[i];
        found->lapsed = is_embargo(found) && is_over(&r, found);
    }
    if (ages->embargoed.known)
        return;
    struct cd_maybe_date last = last_end(&r, &report->findings);
    if (!last.known && is_ambiguous(&r, &report->findings))
        cd_ages_issue(ages, "embargoed", cd_date_result_name(CD_DATE_AMBIGUOUS));
    if (last.known)
        cd_ages_set(ages, &ages->embargoed, "embargoed", CD_DATE_OK, &last.date,
                    article->record->timestamp_ms, true);
}
