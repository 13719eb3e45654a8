#include "processors/archival/hold.h"

#include <string.h>
#include <strings.h>

#define SECONDS_A_DAY INT64_C(86400)
#define MS_A_SECOND   INT64_C(1000)

/* Baker Island's clocks are the last that a day comes to: 12 hours behind UTC. */
#define LAST_ZONE_S (12 * 3600)

int64_t cd_hold_of_date(struct cd_date date) {
    if (date.precision == CD_PRECISION_DAY)
        return date.seconds + LAST_ZONE_S + (date.unread ? SECONDS_A_DAY : 0);
    return date.seconds + (date.zone_assumed && date.unread ? LAST_ZONE_S : 0);
}

int64_t cd_hold_of_text(const struct cd_date_words *words, struct cd_str text) {
    int64_t last = CD_HOLD_NEVER;
    for (int order = CD_ORDER_DAY_FIRST; order <= CD_ORDER_YEAR_FIRST; order++) {
        struct cd_date date;
        enum cd_date_result result =
            cd_date_latest(words, text, (enum cd_date_order)order, &date);
        if (result == CD_DATE_PLACEHOLDER)
            return CD_HOLD_NEVER;
        if (result == CD_DATE_AMBIGUOUS)
            continue;
        if (result != CD_DATE_OK)
            return CD_HOLD_FOREVER;
        if (cd_hold_of_date(date) > last)
            last = cd_hold_of_date(date);
    }
    return last;
}

static int64_t hold_of_number(double number) {
    struct cd_date date;
    if (!(number > -1e17 && number < 1e17))
        return CD_HOLD_FOREVER;
    switch (cd_date_of_epoch((int64_t)number, &date)) {
        case CD_DATE_OK:
            return cd_hold_of_date(date);
        case CD_DATE_PLACEHOLDER:
            return CD_HOLD_NEVER;
        default:
            return CD_HOLD_FOREVER;
    }
}

int64_t cd_hold_of_value(const struct cd_date_words *words, const struct cd_value *value,
                         enum cd_date_order order) {
    struct cd_date date;
    switch (value->kind) {
        case CD_VALUE_ABSENT:
        case CD_VALUE_NULL:
            return CD_HOLD_NEVER;
        case CD_VALUE_BOOL:
            return value->integer ? CD_HOLD_FOREVER : CD_HOLD_NEVER;
        case CD_VALUE_NUMBER:
            return hold_of_number(value->number);
        case CD_VALUE_STRING:
        case CD_VALUE_INTEGER:
            break;
        case CD_VALUE_OTHER:
            return CD_HOLD_FOREVER;
    }
    if (cd_field_denies(value->text))
        return CD_HOLD_NEVER;
    return cd_date_parse(words, value->text, order, &date) == CD_DATE_OK
               ? cd_hold_of_date(date)
               : cd_hold_of_text(words, value->text);
}

bool cd_holds(int64_t end, int64_t clock_ms) {
    if (clock_ms == CD_NO_TIME || end == CD_HOLD_NEVER)
        return end != CD_HOLD_NEVER;
    return end > clock_ms / MS_A_SECOND - (clock_ms % MS_A_SECOND < 0);
}

static struct cd_str trim(struct cd_str s) {
    while (s.len && (unsigned char)s.p[0] <= ' ')
        s = cd_str_cut(s, 1, s.len);
    while (s.len && ((unsigned char)s.p[s.len - 1] <= ' ' || s.p[s.len - 1] == '.'))
        s.len--;
    return s;
}

bool cd_field_denies(struct cd_str text) {
    static const char *const words[] = {"",
                                        "no",
                                        "none",
                                        "n/a",
                                        "na",
                                        "nil",
                                        "null",
                                        "nein",
                                        "non",
                                        "nej",
                                        "0",
                                        "-",
                                        "false",
                                        "no corrections",
                                        "no correction",
                                        "not embargoed",
                                        "no embargo"};
    text = trim(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.len == strlen(words[i]) && strncasecmp(text.p, words[i], text.len) == 0)
            return true;
    return false;
}
