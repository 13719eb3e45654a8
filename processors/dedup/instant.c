/* Dates in machine form. Nothing is guessed: what a person wrote is the business of the
 * archival processor. */
#include "processors/dedup/keys.h"

/* Two or four digits at *s, which moves on; -1: they are not there. */
static int digits(struct cd_str *s, size_t count) {
    int value = 0;
    if (s->len < count)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return -1;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = cd_str_cut(*s, count, s->len);
    return value;
}

static bool skip(struct cd_str *s, const char *any_of) {
    if (s->len == 0 || !s->p[0] || !strchr(any_of, s->p[0]))
        return false;
    *s = cd_str_cut(*s, 1, s->len);
    return true;
}

/* Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t days_from(int year, int month, int day) {
    year -= month <= 2;
    int era = year / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

static int64_t fraction_ms(struct cd_str *s) {
    int64_t ms = 0, unit = 100;
    if (!skip(s, ".,"))
        return 0;
    for (int digit; (digit = digits(s, 1)) >= 0; unit /= 10)
        ms += digit * unit;
    return ms;
}

/* The zone in ms east of Greenwich; none counts as UTC. */
static bool zone_ms(struct cd_str *s, int64_t *out) {
    *out = 0;
    if (s->len == 0 || skip(s, "Zz"))
        return s->len == 0;
    int64_t sign = s->p[0] == '-' ? -1 : 1;
    if (!skip(s, "+-"))
        return false;
    int hours = digits(s, 2);
    skip(s, ":");
    int minutes = s->len ? digits(s, 2) : 0;
    *out = sign * (hours * INT64_C(60) + minutes) * 60000;
    return hours >= 0 && minutes >= 0 && s->len == 0;
}

static int64_t rfc3339(struct cd_str s) {
    int year = digits(&s, 4);
    bool date = year >= 0 && skip(&s, "-");
    int month = date ? digits(&s, 2) : -1;
    date = month >= 1 && month <= 12 && skip(&s, "-");
    int day = date ? digits(&s, 2) : -1;
    if (day < 1 || day > 31)
        return CD_NO_TIME;
    int64_t ms = days_from(year, month, day) * 86400000, zone;
    if (s.len == 0)
        return ms;
    int hour = skip(&s, "Tt ") ? digits(&s, 2) : -1;
    int minute = hour >= 0 && skip(&s, ":") ? digits(&s, 2) : -1;
    int second = minute >= 0 && skip(&s, ":") ? digits(&s, 2) : 0;
    if (hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return CD_NO_TIME;
    ms += ((hour * INT64_C(60) + minute) * 60 + second) * 1000 + fraction_ms(&s);
    return zone_ms(&s, &zone) ? ms - zone : CD_NO_TIME;
}

int64_t cd_key_instant(const struct cd_value *value) {
    /* Seconds until the year 5138, and milliseconds since 1973. */
    const int64_t most_seconds = INT64_C(100000000000);
    if (value->kind == CD_VALUE_STRING)
        return rfc3339(value->text);
    if (value->kind != CD_VALUE_INTEGER || value->integer < 0)
        return CD_NO_TIME;
    return value->integer < most_seconds ? value->integer * 1000 : value->integer;
}
