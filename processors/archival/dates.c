/* From the fields of a date to a point in time. */
#include "processors/archival/dates.h"

#include "processors/archival/calendar.h"
#include "processors/archival/date_reading.h"

#define SECONDS_A_DAY INT64_C(86400)
#define YEAR_ONE      INT64_C(-62135596800) /* 0001-01-01: what .NET has for no date */

static enum cd_date_result check(const struct cd_date_reading *r) {
    if (r->ambiguous)
        return CD_DATE_AMBIGUOUS;
    if ((r->has_date || r->year == 1) && r->year <= 1 && r->month <= 1 && r->day <= 1)
        return CD_DATE_PLACEHOLDER; /* MySQL's 0000-00-00, .NET's 0001-01-01 */
    if (r->impossible)
        return CD_DATE_IMPOSSIBLE;
    if (!r->year && !r->month)
        return CD_DATE_UNREADABLE;
    if (!r->year || !r->month || !r->day)
        return CD_DATE_INCOMPLETE;
    if (!cd_date_plausible_year(r->year) || r->day > cd_days_in_month(r->year, r->month))
        return CD_DATE_IMPOSSIBLE;
    bool midnight = r->hour == 24 && !r->minute && !r->second;
    if (r->has_time && ((r->hour > 23 && !midnight) || r->minute > 59 || r->second > 60))
        return CD_DATE_IMPOSSIBLE;
    return CD_DATE_OK;
}

/* Of a day the first year in which it is not before that of another. */
static void complete_year(struct cd_date_reading *r) {
    int year, month, day;
    if (!r->since || r->year || !r->month || !r->day)
        return;
    cd_civil_from_days(r->since, &year, &month, &day);
    bool past = r->month < month || (r->month == month && r->day < day);
    r->year = year + past;
    while (r->month == 2 && r->day == 29 && !cd_leap_year(r->year))
        r->year++;
}

/* Of a year or month its last day. */
static void complete(struct cd_date_reading *r) {
    complete_year(r);
    if (!r->latest || !r->year || (r->month && r->day))
        return;
    if (!r->month)
        r->day = 0;
    r->month = r->month ? r->month : 12;
    r->day = r->month <= 12 ? cd_days_in_month(r->year, r->month) : 1;
}

/* Minutes that its clocks were ahead of Greenwich. */
static int zone_of(const struct cd_date_reading *r) {
    int zone = r->zone_minutes;
    bool summer = false;
    switch (r->zone_summer) {
        case CD_SUMMER_NEVER:
            break;
        case CD_SUMMER_US:
            summer = cd_us_summer(r->year, r->month, r->day, r->hour);
            break;
        case CD_SUMMER_EU:
            summer = cd_eu_summer(r->year, r->month, r->day, r->hour, zone);
            break;
    }
    return zone + (summer ? 60 : 0);
}

static enum cd_date_result conclude(const struct cd_date_reading *r,
                                    struct cd_date *out) {
    enum cd_date_result result = check(r);
    if (result != CD_DATE_OK)
        return result;
    struct cd_date date = {.precision = CD_PRECISION_DAY};
    date.day = cd_days_from_civil(r->year, r->month, r->day);
    date.seconds = date.day * SECONDS_A_DAY;
    date.unread = r->unread;
    if (r->has_time) {
        date.seconds += r->hour * 3600 + (r->minute - zone_of(r)) * 60 + r->second;
        date.precision = r->has_second ? CD_PRECISION_SECOND : CD_PRECISION_MINUTE;
        date.zone_assumed = !r->has_zone;
        date.zone_ambiguous = r->has_zone && r->zone_ambiguous;
    }
    if (date.seconds == 0)
        return CD_DATE_PLACEHOLDER;
    *out = date;
    return CD_DATE_OK;
}

enum cd_date_result cd_date_of_epoch(int64_t number, struct cd_date *out) {
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int64_t unit = size < UINT64_C(100000000000)      ? 1
                   : size < UINT64_C(100000000000000) ? 1000
                                                      : 1000000;
    if (number == 0)
        return CD_DATE_PLACEHOLDER;
    /* Below a hundred million seconds (1973) a number is likelier a year or a count. */
    if (size < 100000000 || size >= UINT64_C(100000000000000000))
        return CD_DATE_UNREADABLE;
    int64_t seconds = number / unit;
    if (seconds == YEAR_ONE)
        return CD_DATE_PLACEHOLDER;
    *out = (struct cd_date){.seconds = seconds - (number % unit < 0),
                            .precision = CD_PRECISION_SECOND};
    return CD_DATE_OK;
}

/* A number alone: compact where that is a date, else an epoch. */
static enum cd_date_result parse_alone(struct cd_date_reading *r, bool negative,
                                       struct cd_date *out) {
    const struct cd_date_part *p = &r->parts->items[negative];
    struct cd_date_reading compact = *r;
    if (cd_date_take_compact(&compact, p) && check(&compact) == CD_DATE_OK)
        return conclude(&compact, out);
    /* Nanoseconds have 19 digits, of which `value` has 18. */
    int64_t number = p->digits == 19 ? p->value / 100 : p->value;
    if (p->digits > 17 && p->digits != 19)
        return CD_DATE_UNREADABLE;
    enum cd_date_result result = cd_date_of_epoch(negative ? -number : number, out);
    return result == CD_DATE_UNREADABLE && p->digits == 8   ? CD_DATE_IMPOSSIBLE
           : result == CD_DATE_UNREADABLE && p->digits == 4 ? CD_DATE_INCOMPLETE
                                                            : result;
}

static int digits_at(const char *p, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        number = number * 10 + (p[i] - '0');
    }
    return number;
}

/* "2017-04-12" and "2017-04-12T15:29:00Z", which nearly all feeds write, without cutting
 * them into parts first. False for whatever is different. */
static bool read_plain(struct cd_date_reading *r, struct cd_str text) {
    const char *p = text.p;
    if ((text.len != 10 && text.len != 20) || p[4] != '-' || p[7] != '-')
        return false;
    r->year = digits_at(p, 4);
    r->month = digits_at(p + 5, 2);
    r->day = digits_at(p + 8, 2);
    if (r->year <= 0 || r->month < 1 || r->month > 12 || r->day < 1)
        return false;
    if (text.len == 10)
        return true;
    r->hour = digits_at(p + 11, 2);
    r->minute = digits_at(p + 14, 2);
    r->second = digits_at(p + 17, 2);
    r->has_time = r->has_second = r->has_zone = true;
    return p[10] == 'T' && p[13] == ':' && p[16] == ':' && p[19] == 'Z' && r->hour >= 0 &&
           r->minute >= 0 && r->second >= 0;
}

/* "@1492010940" (GNU date) and "/Date(1492010940000+0200)/" (ASP.NET's JSON, whose
 * number is of UTC all the same): the number. */
static struct cd_str unwrap_epoch(struct cd_str text) {
    static const char date[] = "/Date(";
    const size_t n = sizeof date - 1;
    if (text.len > 1 && text.p[0] == '@')
        return cd_str_cut(text, 1, text.len);
    if (text.len <= n || memcmp(text.p, date, n) != 0)
        return text;
    size_t end = n + (text.p[n] == '-');
    while (end < text.len && text.p[end] >= '0' && text.p[end] <= '9')
        end++;
    return cd_str_cut(text, n, end);
}

static enum cd_date_result parse_any(const struct cd_date_words *words,
                                     struct cd_str text, struct cd_date_reading *r,
                                     struct cd_date *out) {
    struct cd_date_parts parts;
    r->parts = &parts;
    cd_date_cut(&parts, unwrap_epoch(text), words);
    bool negative =
        parts.count > 1 && cd_date_sign_at(parts.items, '-') && !parts.items[1].space;
    const struct cd_date_part *first = &parts.items[negative];
    /* "1492010940" and "1492010940.25" */
    if (first->kind == CD_PART_NUMBER && (negative || first->digits != 4) &&
        (first[1].kind == CD_PART_END ||
         (first->digits >= 9 && cd_date_sign_at(first + 1, '.') &&
          first[2].kind == CD_PART_NUMBER && first[3].kind == CD_PART_END)))
        return parse_alone(r, negative, out);
    cd_date_read_parts(r);
    complete(r);
    return conclude(r, out);
}

enum cd_date_result cd_date_parse(const struct cd_date_words *words, struct cd_str text,
                                  enum cd_date_order order, struct cd_date *out) {
    struct cd_date_reading plain = {.order = order}, r = plain;
    return read_plain(&plain, text) ? conclude(&plain, out)
                                    : parse_any(words, text, &r, out);
}

enum cd_date_result cd_date_latest(const struct cd_date_words *words, struct cd_str text,
                                   enum cd_date_order order, struct cd_date *out) {
    struct cd_date_reading r = {.order = order, .latest = true};
    return parse_any(words, text, &r, out);
}

enum cd_date_result cd_date_since(const struct cd_date_words *words, struct cd_str text,
                                  enum cd_date_order order, struct cd_date since,
                                  struct cd_date *out) {
    struct cd_date_reading r = {.order = order,
                                .since = since.seconds / SECONDS_A_DAY -
                                         (since.seconds % SECONDS_A_DAY < 0)};
    return parse_any(words, text, &r, out);
}

void cd_date_split(const struct cd_date_words *words, struct cd_str text,
                   struct cd_str *posted, struct cd_str *updated) {
    struct cd_date_parts parts;
    cd_date_cut(&parts, text, words);
    size_t update_at = text.len, post_at = text.len;
    bool dated = false; /* there is a number before the update's label */
    for (int i = 0; i < parts.count; i++) {
        const struct cd_date_part *part = &parts.items[i];
        if (part->meaning.updated && update_at == text.len)
            update_at = part->start;
        else if (part->meaning.posted && update_at < text.len && post_at == text.len)
            post_at = part->start;
        dated |= part->kind == CD_PART_NUMBER && update_at == text.len;
    }
    *posted = text;
    *updated = (struct cd_str){NULL, 0};
    if (update_at == text.len || (!dated && post_at == text.len))
        return;
    *updated = cd_str_cut(text, update_at, post_at);
    *posted =
        dated ? cd_str_cut(text, 0, update_at) : cd_str_cut(text, post_at, text.len);
}

const char *cd_date_result_name(enum cd_date_result result) {
    switch (result) {
        case CD_DATE_OK:
            return "ok";
        case CD_DATE_UNREADABLE:
            return "unreadable";
        case CD_DATE_INCOMPLETE:
            return "incomplete";
        case CD_DATE_IMPOSSIBLE:
            return "impossible";
        case CD_DATE_PLACEHOLDER:
            return "placeholder";
        case CD_DATE_AMBIGUOUS:
            return "ambiguous";
    }
    return "";
}
