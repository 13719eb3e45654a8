#include "processors/archival/archival.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "processors/archival/embargo.h"
#include "processors/archival/plain_fields.h"
#include "processors/archival/report.h"

static const struct cd_option options[] = {
    {.key = "archival.outdated_after_days",
     .type = CD_OPTION_INTEGER,
     .value = "0",
     .min = 0,
     .max = 100000,
     .help = "articles older than this are \"outdated\" without any notice; 0: never"},
    {.key = "archival.date_order",
     .type = CD_OPTION_MAP,
     .value = "{}",
     .help =
         "by source (\"*\": all), \"day_first\", \"month_first\" or \"year_first\": how "
         "20-08-04 is read"},
    {.key = NULL}};

/* What a source is known to write. */
struct source_order {
    const char *source; /* borrowed from the configuration */
    enum cd_date_order order;
};

struct state {
    struct cd_lexicon *lexicon;
    _Atomic uint64_t *hits; /* of each of its patterns */
    int64_t outdated_after_days;
    struct source_order *orders;
    size_t order_count;
    enum cd_date_order any_source;
};

static int read_order(struct state *state, const char *source, const char *value,
                      struct cd_error *err) {
    static const char *const names[] = {[CD_ORDER_DAY_FIRST] = "day_first",
                                        [CD_ORDER_MONTH_FIRST] = "month_first",
                                        [CD_ORDER_YEAR_FIRST] = "year_first"};
    int order = CD_ORDER_YEAR_FIRST;
    while (order > CD_ORDER_UNKNOWN && strcmp(value, names[order]) != 0)
        order--;
    if (order == CD_ORDER_UNKNOWN)
        return cd_fail(err, CD_EUSAGE, "archival",
                       "/archival/date_order/%s: \"%s\" is none of day_first, "
                       "month_first, year_first",
                       source, value);
    if (strcmp(source, "*") == 0)
        state->any_source = (enum cd_date_order)order;
    else
        state->orders[state->order_count++] =
            (struct source_order){source, (enum cd_date_order)order};
    return CD_OK;
}

static int read_orders(struct state *state, const struct cd_config *config,
                       struct cd_error *err) {
    const char *source, *value;
    size_t count = 0;
    int code = CD_OK;
    while (cd_config_member(config, "archival.date_order", count, &source, &value))
        count++;
    state->orders = calloc(count + 1, sizeof *state->orders);
    if (!state->orders)
        return cd_fail_memory(err);
    for (size_t i = 0; i < count && !code; i++)
        if (cd_config_member(config, "archival.date_order", i, &source, &value))
            code = read_order(state, source, value, err);
    return code;
}

static void destroy(void *raw) {
    struct state *state = raw;
    if (!state)
        return;
    cd_lexicon_free(state->lexicon);
    free(state->hits);
    free(state->orders);
    free(state);
}

static int read_lexicon(struct state *state, const struct cd_config *config,
                        struct cd_error *err) {
    int code = cd_lexicon_new(&state->lexicon, config, err);
    if (code)
        return code;
    state->hits = calloc(state->lexicon->pattern_count + 1, sizeof *state->hits);
    return state->hits ? CD_OK : cd_fail_memory(err);
}

static int configure(void **out, const struct cd_config *config, struct cd_error *err) {
    struct state *state = calloc(1, sizeof *state);
    if (!state)
        return cd_fail_memory(err);
    state->outdated_after_days =
        cd_config_integer(config, "archival.outdated_after_days");
    int code = read_orders(state, config, err);
    if (!code)
        code = read_lexicon(state, config, err);
    if (code)
        destroy(state);
    else
        *out = state;
    return code;
}

static enum cd_date_order order_for(const struct state *state,
                                    const struct cd_article *article) {
    const struct cd_value *source = &article->fields[CD_FIELD_SOURCE];
    for (size_t i = 0; i < state->order_count && source->kind == CD_VALUE_STRING; i++)
        if (cd_str_eq(source->text, cd_str_of(state->orders[i].source)))
            return state->orders[i].order;
    return cd_date_order_of(article, state->any_source);
}

#define DAY          86400
#define MOMENT       300  /* seconds between publishing and the page's first save */
#define ZONE_STEP    1800 /* zones lie at half hours from UTC… */
#define ZONE_MOST    (14 * 3600) /* …and no further from it than this */
#define UPDATE_WORDS 3           /* beside its date: "Last updated at" */

/* Do two dates name one moment? A time without its zone may be of any; two without are
 * of one. */
static bool is_same_moment(struct cd_date a, struct cd_date b) {
    if (a.precision == CD_PRECISION_DAY || b.precision == CD_PRECISION_DAY)
        return a.seconds / DAY == b.seconds / DAY;
    int64_t apart = llabs(a.seconds / 60 - b.seconds / 60) * 60;
    bool local = a.zone_assumed != b.zone_assumed;
    return apart < MOMENT || (local && apart <= ZONE_MOST && apart % ZONE_STEP == 0);
}

static bool says_date_alone(const struct state *state, const struct cd_text *text,
                            const struct cd_finding *found) {
    uint32_t words = 0;
    for (uint32_t i = found->first; i < found->end; i++)
        words += text->tokens[i].kind == CD_TOKEN_WORD &&
                 !cd_date_word(state->lexicon->date_words, text->tokens[i].hash);
    return words <= UPDATE_WORDS;
}

/* "Last updated: March 5, 2021" on a page that was published then, as the field or the
 * line itself says: many pages carry such a line from their first day on. */
static bool is_first_update(const struct state *state, const struct cd_article *article,
                            const struct cd_archival_report *report,
                            const struct cd_finding *found) {
    const struct cd_date_words *words = state->lexicon->date_words;
    enum cd_date_order order = order_for(state, article);
    struct cd_maybe_date published = report->ages.published;
    struct cd_str posted, updated;
    struct cd_date date;
    if (found->entry->status != CD_STATUS_UPDATED || found->in_title ||
        !says_date_alone(state, &article->body, found))
        return false;
    cd_date_split(words, cd_report_words(article, found), &posted, &updated);
    if (!updated.len)
        updated = posted;
    else if (cd_date_parse(words, posted, order, &date) == CD_DATE_OK)
        published = (struct cd_maybe_date){true, date};
    return published.known && cd_date_parse(words, updated, order, &date) == CD_DATE_OK &&
           is_same_moment(date, published.date);
}

/* The strongest of notices, signals and age gives the status; of equals the notice, since
 * it can be shown. */
static void settle_status(const struct state *state, const struct cd_article *article,
                          struct cd_archival_report *report) {
    int64_t clock = article->record->timestamp_ms;
    report->status = CD_STATUS_CURRENT;
    report->reason = "none";
    for (uint32_t i = 0; i < report->findings.notice_count; i++) {
        const struct cd_finding *found = &report->findings.notices[i];
        if (found->entry->status < report->status && !found->lapsed &&
            !is_first_update(state, article, report, found)) {
            report->status = found->entry->status;
            report->reason = found->entry->reason;
            report->notice = found;
        }
    }
    if (report->signals.status < report->status) {
        report->status = report->signals.status;
        report->reason = report->signals.reason;
        report->notice = NULL;
        report->signal = &report->signals.signal;
    }
    if (state->outdated_after_days && report->ages.published.known &&
        clock != CD_NO_TIME && report->status > CD_STATUS_OUTDATED &&
        cd_age_days(report->ages.published.date, clock) > state->outdated_after_days) {
        report->status = CD_STATUS_OUTDATED;
        report->reason = "age";
        report->notice = NULL;
        report->signal = NULL;
    }
}

static void count_hits(const struct state *state, const struct cd_finding *found,
                       uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        atomic_fetch_add_explicit(&state->hits[found[i].pattern], 1,
                                  memory_order_relaxed);
}

/* By pattern, as "en.retracted/3". */
static void tell_hits(const void *raw, const struct cd_hit_counter *to) {
    const struct state *state = raw;
    const struct cd_lexicon *lexicon = state->lexicon;
    char name[256];
    for (uint32_t i = 0; i < lexicon->pattern_count; i++) {
        const struct cd_entry *entry = cd_lexicon_entry(lexicon, i);
        if (entry->role > CD_ROLE_FURNITURE)
            continue;
        snprintf(name, sizeof name, "%.200s/%" PRIu32, entry->id,
                 lexicon->patterns[i].number);
        to->tell(to->self, name,
                 atomic_load_explicit(&state->hits[i], memory_order_relaxed));
    }
}

/* What others are told of the findings: neighbours are one. */
static int tell_furniture(const struct cd_findings *found, struct cd_article *article,
                          struct cd_error *why) {
    struct cd_span *spans =
        cd_arena_alloc(article->arena, (found->furniture_count + 1) * sizeof *spans);
    uint32_t n = 0;
    if (!spans)
        return cd_fail_memory(why);
    for (uint32_t i = 0; i < found->furniture_count; i++) {
        struct cd_span span = {found->furniture[i].first, found->furniture[i].end};
        if (n && spans[n - 1].end == span.first)
            spans[n - 1].end = span.end;
        else
            spans[n++] = span;
    }
    article->furniture = spans;
    article->furniture_count = n;
    return CD_OK;
}

static int read_findings(void *raw, struct cd_article *article, struct cd_error *why) {
    const struct state *state = raw;
    struct cd_findings *found = cd_arena_zero(article->arena, 1, sizeof *found);
    if (!found)
        return cd_fail_memory(why);
    article->findings = found;
    int code = cd_findings_of(state->lexicon, article->arena, &article->title,
                              &article->body, article->language, found, why);
    return code ? code : tell_furniture(found, article, why);
}

static enum cd_step process(void *raw, struct cd_article *article, struct cd_error *why) {
    const struct state *state = raw;
    struct cd_archival_report report = {.findings = *article->findings};
    const struct cd_article *plain;
    const struct cd_dater dater = {state->lexicon->date_words, order_for(state, article)};
    if (cd_plain_fields(article, &dater, &plain, why))
        return CD_REJECT;
    cd_ages_read(&report.ages, plain, dater.words, dater.order);
    if (cd_signals_read(&report.signals, &report.ages, plain, state->lexicon, why))
        return CD_REJECT;
    count_hits(state, report.findings.notices, report.findings.notice_count);
    count_hits(state, report.findings.furniture, report.findings.furniture_count);
    cd_embargo_judge(&report, plain, dater.words, dater.order);
    settle_status(state, article, &report);
    if (cd_report_removed(&report, article, why) ||
        cd_report_stamp(&report, article, why))
        return CD_REJECT;
    return CD_CONTINUE;
}

const struct cd_processor cd_archival = {
    .name = "archival",
    .options = options,
    .configure = configure,
    .read = read_findings,
    .process = process,
    .destroy = destroy,
    .reloads = true,
    .hits = tell_hits,
};
