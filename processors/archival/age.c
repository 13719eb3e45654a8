#include "processors/archival/age.h"

#include <string.h>

#include "processors/archival/hold.h"

#define MS_A_SECOND   INT64_C(1000)
#define SECONDS_A_DAY INT64_C(86400)

/* How far a publisher's clock may be ahead of the broker's. */
#define CLOCK_SKEW_S 600

/* A day or a time without zone may be that of a place 14 hours ahead of UTC. */
#define FARTHEST_ZONE_S (14 * 3600)

static int64_t floor_seconds(int64_t ms) {
    return ms / MS_A_SECOND - (ms % MS_A_SECOND < 0);
}

bool cd_is_over(struct cd_date date, int64_t clock_ms) {
    if (date.precision == CD_PRECISION_DAY)
        date.seconds += SECONDS_A_DAY;
    return date.seconds <= floor_seconds(clock_ms);
}

int64_t cd_age_days(struct cd_date date, int64_t clock_ms) {
    int64_t age = floor_seconds(clock_ms) - date.seconds;
    return age > 0 ? age / SECONDS_A_DAY : 0;
}

static bool is_future(struct cd_date date, int64_t clock_ms) {
    bool vague = date.precision == CD_PRECISION_DAY || date.zone_assumed;
    int64_t slack = vague ? FARTHEST_ZONE_S : CLOCK_SKEW_S;
    return clock_ms != CD_NO_TIME && date.seconds - slack > floor_seconds(clock_ms);
}

void cd_ages_issue(struct cd_ages *ages, const char *field, const char *issue) {
    if (ages->issue_count < CD_MOST_DATE_ISSUES)
        ages->issues[ages->issue_count++] = (struct cd_date_issue){field, issue};
}

void cd_ages_forget(struct cd_ages *ages, const char *field) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < ages->issue_count; i++)
        if (strcmp(ages->issues[i].field, field) != 0)
            ages->issues[kept++] = ages->issues[i];
    ages->issue_count = kept;
}

void cd_ages_set(struct cd_ages *ages, struct cd_maybe_date *to, const char *field,
                 enum cd_date_result result, const struct cd_date *date, int64_t clock_ms,
                 bool future) {
    if (result != CD_DATE_OK) {
        cd_ages_issue(ages, field, cd_date_result_name(result));
        return;
    }
    if (!future && is_future(*date, clock_ms)) {
        cd_ages_issue(ages, field, "future");
        return;
    }
    if (date->zone_assumed)
        cd_ages_issue(ages, field, "zone_assumed");
    if (date->zone_ambiguous)
        cd_ages_issue(ages, field, "zone_ambiguous");
    if (to == &ages->embargoed && date->unread &&
        (date->zone_assumed || date->precision == CD_PRECISION_DAY))
        cd_ages_issue(ages, field, "unread");
    if (future && clock_ms == CD_NO_TIME)
        cd_ages_issue(ages, field, "no_clock");
    *to = (struct cd_maybe_date){true, *date};
}

/* ---- Fields ---- */

static bool is_blank(struct cd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] > ' ')
            return false;
    return true;
}

/* What reading needs besides the field. */
struct reader {
    struct cd_ages *ages;
    const struct cd_article *article;
    const struct cd_date_words *words;
    enum cd_date_order order;
};

static void read_text(const struct reader *r, struct cd_maybe_date *to, const char *field,
                      struct cd_str text) {
    bool future = to == &r->ages->embargoed || to == &r->ages->expires;
    struct cd_date date = {0};
    if (is_blank(text))
        return;
    enum cd_date_result result = cd_date_parse(r->words, text, r->order, &date);
    if (future && result == CD_DATE_UNREADABLE && cd_field_denies(text))
        return;
    cd_ages_set(r->ages, to, field, result, &date, r->article->record->timestamp_ms,
                future);
}

static void read_field(const struct reader *r, struct cd_maybe_date *to,
                       const char *field, const struct cd_value *value) {
    bool future = to == &r->ages->embargoed || to == &r->ages->expires;
    struct cd_date date = {0};
    enum cd_date_result result = CD_DATE_UNREADABLE;
    switch (value->kind) {
        case CD_VALUE_ABSENT:
        case CD_VALUE_NULL:
            return;
        case CD_VALUE_STRING:
        case CD_VALUE_INTEGER: /* 20170412 and 20170412152900 are integers, too */
            read_text(r, to, field, value->text);
            return;
        case CD_VALUE_NUMBER:
            if (value->number > -1e17 && value->number < 1e17)
                result = cd_date_of_epoch((int64_t)value->number, &date);
            break;
        case CD_VALUE_BOOL:
            if (future && !value->integer) /* "embargoed": false */
                return;
            break;
        case CD_VALUE_OTHER:
            break;
    }
    cd_ages_set(r->ages, to, field, result, &date, r->article->record->timestamp_ms,
                future);
}

/* The field of publishing may name the update, too, where no other field does. */
static void read_published(const struct reader *r) {
    const struct cd_value *value = &r->article->fields[CD_FIELD_PUBLISHED];
    const struct cd_value *modified = &r->article->fields[CD_FIELD_MODIFIED];
    struct cd_str posted, updated;
    if (value->kind != CD_VALUE_STRING || value->text.len <= CD_DATE_ROOM) {
        read_field(r, &r->ages->published, "published", value);
        return;
    }
    cd_date_split(r->words, value->text, &posted, &updated);
    read_text(r, &r->ages->published, "published", posted);
    if (updated.p &&
        (modified->kind == CD_VALUE_ABSENT || modified->kind == CD_VALUE_NULL))
        read_text(r, &r->ages->modified, "modified", updated);
}

void cd_ages_read(struct cd_ages *ages, const struct cd_article *article,
                  const struct cd_date_words *words, enum cd_date_order order) {
    struct reader r = {ages, article, words, order};
    const struct cd_value *fields = article->fields;
    read_published(&r);
    read_field(&r, &ages->modified, "modified", &fields[CD_FIELD_MODIFIED]);
    read_field(&r, &ages->embargoed, "embargoed", &fields[CD_FIELD_EMBARGOED]);
    read_field(&r, &ages->expires, "expires", &fields[CD_FIELD_EXPIRES]);
    if (ages->published.known && ages->modified.known &&
        ages->modified.date.seconds + SECONDS_A_DAY <= ages->published.date.seconds)
        cd_ages_issue(ages, "modified", "before_published");
}

/* ---- Day and month ---- */

static bool is_among(struct cd_str language, const char *languages) {
    for (const char *p = languages; language.len == 2; p += 3) {
        if (p[0] == language.p[0] && p[1] == language.p[1])
            return true;
        if (p[2] == 0)
            break;
    }
    return false;
}

/* A language whose newspapers all write the day first. English says nothing: CLDR's
 * short date formats. */
static bool day_comes_first(struct cd_str language) {
    return is_among(language, "ar bg bn ca cs da de el es et fi fr he hi hr id is it lv "
                              "ms nb nl nn no pl pt ro ru sk sl sr sv tr uk ur vi");
}

/* And those that write the year first, be it of two digits. */
static bool year_comes_first(struct cd_str language) {
    return is_among(language, "eu hu ja ko lt mn zh");
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* The region of a tag such as en-US or en_GB: the order of English is that of a place. */
static enum cd_date_order order_of_region(struct cd_str tag) {
    if (tag.len < 5 || (tag.p[2] != '-' && tag.p[2] != '_') || lower(tag.p[0]) != 'e' ||
        lower(tag.p[1]) != 'n')
        return CD_ORDER_UNKNOWN;
    char a = lower(tag.p[tag.len - 2]), b = lower(tag.p[tag.len - 1]);
    if (a == 'u' && b == 's')
        return CD_ORDER_MONTH_FIRST;
    static const char *const day_first[] = {"gb", "ie", "au", "nz", "in", "ng", "ke"};
    for (size_t i = 0; i < sizeof day_first / sizeof *day_first; i++)
        if (day_first[i][0] == a && day_first[i][1] == b)
            return CD_ORDER_DAY_FIRST;
    return CD_ORDER_UNKNOWN;
}

enum cd_date_order cd_date_order_of(const struct cd_article *article,
                                    enum cd_date_order said) {
    if (said != CD_ORDER_UNKNOWN)
        return said;
    if (article->language.p && day_comes_first(article->language))
        return CD_ORDER_DAY_FIRST;
    if (article->language.p && year_comes_first(article->language))
        return CD_ORDER_YEAR_FIRST;
    const struct cd_value *tag = &article->fields[CD_FIELD_LANGUAGE];
    return tag->kind == CD_VALUE_STRING ? order_of_region(tag->text) : CD_ORDER_UNKNOWN;
}
