/* A date is cut into numbers, words and signs, which are read from left to right: each
 * recogniser takes as many of them as it knows and fills what was still open, so the
 * first date in a text wins and words that mean nothing ("Posted by") are stepped over.
 * A grammar per format would have needed hundreds; formats differ in order and signs, and
 * hardly ever in what a number with its neighbours means. */
#include "processors/archival/dates.h"

#include "processors/archival/calendar.h"
#include "processors/archival/date_parts.h"

#define MOST_BYTES    200
#define MOST_PARTS    64
#define EARLIEST_YEAR 1605 /* Relation, Strassburg: the first newspaper */
#define LATEST_YEAR   9999
#define SECONDS_A_DAY INT64_C(86400)

struct reading {
    const struct cd_date_parts *parts;
    enum cd_date_order order;

    int year, month, day; /* 0: open */
    int hour, minute, second;
    bool has_date, has_time, has_second, has_zone;
    int zone_minutes;
    bool zone_us;
    bool impossible, ambiguous;
};

/* ---- What parts there are at a place ---- */

static bool number_at(const struct cd_date_part *part, int least, int most) {
    return part->kind == CD_PART_NUMBER && part->digits >= least && part->digits <= most;
}

static bool sign_at(const struct cd_date_part *part, uint32_t sign) {
    return part->kind == CD_PART_SIGN && part->sign == sign;
}

static bool mark_at(const struct cd_date_part *part, enum cd_date_mark mark) {
    return part->kind == CD_PART_WORD && part->meaning.has_mark &&
           part->meaning.mark == mark;
}

static bool letter_at(const struct cd_date_part *part, char letter) {
    return part->kind == CD_PART_WORD && part->sign == (unsigned char)letter;
}

static bool plausible_year(int64_t year) {
    return year >= EARLIEST_YEAR && year <= LATEST_YEAR;
}

/* RFC 2822 section 4.3: two digits below 50 are of this century. */
static int full_year(const struct cd_date_part *part) {
    int year = (int)part->value;
    return part->digits > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
}

static void set_date(struct reading *r, int64_t year, int64_t month, int64_t day) {
    r->year = (int)year;
    r->month = (int)month;
    r->day = (int)day;
    r->has_date = true;
    if (month < 1 || month > 12 || day < 1 || day > 31 || !plausible_year(year))
        r->impossible = true;
}

/* ---- Recognisers: each returns how many parts it has taken, 0 for none ---- */

/* ISO 8601's day of the year and day of the week: 2017-102, 2017-W15-3. */
static int take_ordinal(struct reading *r, const struct cd_date_part *p) {
    if (!number_at(p, 4, 4) || !sign_at(p + 1, '-'))
        return 0;
    int64_t first = 0, day;
    int taken;
    if (number_at(p + 2, 3, 3)) {
        day = p[2].value - 1;
        taken = 3;
    } else if (letter_at(p + 2, 'w') && number_at(p + 3, 2, 2) && sign_at(p + 4, '-') &&
               number_at(p + 5, 1, 1)) {
        /* Week 1 holds 4 January; 1970-01-01 was a Thursday. */
        int64_t fourth = cd_days_from_civil(p[0].value, 1, 4);
        first = 3 - ((fourth % 7 + 10) % 7);
        day = first + (p[3].value - 1) * 7 + p[5].value - 1;
        taken = 6;
    } else {
        return 0;
    }
    int year, month, date;
    int64_t start = cd_days_from_civil(p->value, 1, 1);
    bool whole = p[2].kind == CD_PART_NUMBER;
    cd_civil_from_days(start + day, &year, &month, &date);
    set_date(r, year, month, date);
    if (day < (whole ? 0 : -3) || day > (whole ? 364 + cd_leap_year((int)p->value) : 370))
        r->impossible = true;
    return taken;
}

/* The order of 04/08/2020 or 04-08-2020; a point means that the day is first. */
static void set_by_order(struct reading *r, const struct cd_date_part *p, int year) {
    int64_t a = p[0].value, b = p[2].value;
    enum cd_date_order order = r->order;
    if (sign_at(p + 1, '.') || a > 12)
        order = CD_ORDER_DAY_FIRST;
    else if (b > 12)
        order = CD_ORDER_MONTH_FIRST;
    else if (a == b)
        order = CD_ORDER_DAY_FIRST;
    if (order == CD_ORDER_UNKNOWN)
        r->ambiguous = r->has_date = true;
    else if (order == CD_ORDER_DAY_FIRST)
        set_date(r, year, b, a);
    else
        set_date(r, year, a, b);
}

/* Three numbers with the same sign between them. */
static int take_numeric(struct reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_NUMBER || p[1].kind != CD_PART_SIGN ||
        p[2].kind != CD_PART_NUMBER || !sign_at(p + 3, p[1].sign) ||
        p[4].kind != CD_PART_NUMBER)
        return 0;
    uint32_t sign = p[1].sign;
    if (sign != '-' && sign != '/' && sign != '.')
        return 0;
    if (number_at(p, 4, 4) && number_at(p + 2, 1, 2) && number_at(p + 4, 1, 2))
        set_date(r, p->value, p[2].value, p[4].value);
    else if (number_at(p, 1, 2) && number_at(p + 2, 1, 2) &&
             (number_at(p + 4, 4, 4) || number_at(p + 4, 2, 2)))
        set_by_order(r, p, full_year(p + 4));
    else
        return 0;
    return 5;
}

/* 20170412, and with the time 20170412152900 or 201704121529. */
static int take_compact(struct reading *r, const struct cd_date_part *p) {
    if (!number_at(p, 8, 8) && !number_at(p, 12, 12) && !number_at(p, 14, 14))
        return 0;
    int64_t day = p->value, time = 0;
    if (p->digits == 12) {
        time = day % 10000 * 100;
        day /= 10000;
    } else if (p->digits == 14) {
        time = day % 1000000;
        day /= 1000000;
    }
    set_date(r, day / 10000, day / 100 % 100, day % 100);
    if (p->digits > 8) {
        r->has_time = true;
        r->has_second = p->digits == 14;
        r->hour = (int)(time / 10000);
        r->minute = (int)(time / 100 % 100);
        r->second = (int)(time % 100);
    }
    return 1;
}

/* 2017年, and by Japanese eras 平成29年, 令和元年. */
static int take_marked_year(const struct cd_date_part *p, int64_t *year) {
    int era = p->kind == CD_PART_WORD ? p->meaning.era : 0;
    const struct cd_date_part *number = p + (era > 0);
    *year = era;
    if (era && mark_at(number, CD_MARK_FIRST_YEAR))
        return 2;
    if (!number_at(number, era ? 1 : 4, era ? 2 : 4) ||
        !mark_at(number + 1, CD_MARK_YEAR))
        return 0;
    *year = era ? era + number->value - 1 : number->value;
    return era ? 3 : 2;
}

/* 2017年4月12日 */
static int take_marked(struct reading *r, const struct cd_date_part *p) {
    int64_t year;
    int taken = take_marked_year(p, &year);
    p += taken;
    if (!taken || !number_at(p, 1, 2) || !mark_at(p + 1, CD_MARK_MONTH) ||
        !number_at(p + 2, 1, 2) || !mark_at(p + 3, CD_MARK_DAY))
        return 0;
    set_date(r, year, p->value, p[2].value);
    return taken + 4;
}

static int take_date(struct reading *r, const struct cd_date_part *p) {
    int taken = take_marked(r, p);
    if (!taken)
        taken = take_numeric(r, p);
    if (!taken)
        taken = take_ordinal(r, p);
    if (!taken)
        taken = take_compact(r, p);
    return taken;
}

/* Behind the minutes: ":29", ".123", "秒". */
static int take_seconds(struct reading *r, const struct cd_date_part *p) {
    if (!(sign_at(p, ':') || sign_at(p, '.') || mark_at(p, CD_MARK_MINUTE)) ||
        !number_at(p + 1, 2, 2) || p[1].space)
        return mark_at(p, CD_MARK_MINUTE) ? 1 : 0;
    r->second = (int)p[1].value;
    r->has_second = true;
    int taken = 2;
    if ((sign_at(p + taken, '.') || sign_at(p + taken, ',')) &&
        p[taken + 1].kind == CD_PART_NUMBER && !p[taken + 1].space)
        taken += 2;
    if (mark_at(p + taken, CD_MARK_SECOND))
        taken++;
    return taken;
}

static bool may_be_dotted_time(const struct reading *r, const struct cd_date_part *p) {
    bool announced =
        p > r->parts->items && p[-1].kind == CD_PART_WORD && p[-1].meaning.at;
    bool dated = r->year && r->month && r->day;
    return (announced || dated) && !sign_at(p + 3, '.');
}

/* 15:29, 15.29 (where a time is due), 15h29, 15 Uhr, 15時29分. */
static int take_clock(struct reading *r, const struct cd_date_part *p) {
    if (!number_at(p, 1, 2))
        return 0;
    bool marked = mark_at(p + 1, CD_MARK_HOUR);
    bool minutes = number_at(p + 2, 2, 2) && (!p[2].space || marked);
    if (minutes && (sign_at(p + 1, ':') || marked ||
                    (sign_at(p + 1, '.') && may_be_dotted_time(r, p)))) {
        r->hour = (int)p->value;
        r->minute = (int)p[2].value;
        return 3 + take_seconds(r, p + 3);
    }
    if (marked) {
        r->hour = (int)p->value;
        return 2;
    }
    return 0;
}

/* ISO's time without punctuation, behind its T: 152900, 1529. */
static int take_compact_clock(struct reading *r, const struct cd_date_part *p) {
    if (p == r->parts->items || !letter_at(p - 1, 't') || p->space ||
        (!number_at(p, 4, 4) && !number_at(p, 6, 6)))
        return 0;
    int64_t time = p->digits == 6 ? p->value : p->value * 100;
    r->hour = (int)(time / 10000);
    r->minute = (int)(time / 100 % 100);
    r->second = (int)(time % 100);
    r->has_second = p->digits == 6;
    int fraction =
        (sign_at(p + 1, '.') || sign_at(p + 1, ',')) && p[2].kind == CD_PART_NUMBER;
    return fraction ? 3 : 1;
}

/* "am" or "pm" behind the clock (or before it, in Korean and Japanese). */
static int take_half_of_day(struct reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_WORD || !(p->meaning.am || p->meaning.pm) || r->hour > 12)
        return 0;
    if (p->meaning.pm && r->hour < 12)
        r->hour += 12;
    else if (p->meaning.am && r->hour == 12)
        r->hour = 0;
    return 1;
}

static int take_time(struct reading *r, const struct cd_date_part *p) {
    int taken = take_compact_clock(r, p);
    if (!taken)
        taken = take_clock(r, p);
    if (!taken && number_at(p, 1, 2) && p[1].kind == CD_PART_WORD &&
        (p[1].meaning.am || p[1].meaning.pm)) {
        r->hour = (int)p->value;
        taken = 1;
    }
    if (!taken)
        return 0;
    r->has_time = true;
    int half = take_half_of_day(r, p + taken);
    if (!half && p > r->parts->items)
        take_half_of_day(r, p - 1);
    return taken + half;
}

/* +0200, +02:00, -04; only right behind a time or a zone's name, or it is a dash. */
static int take_offset(struct reading *r, const struct cd_date_part *p) {
    if (!(sign_at(p, '+') || sign_at(p, '-')) || p[1].kind != CD_PART_NUMBER ||
        p[1].space || p[1].digits > 4)
        return 0;
    int64_t hours = p[1].value, minutes = 0;
    int taken = 2;
    if (p[1].digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (sign_at(p + 2, ':') && number_at(p + 3, 2, 2)) {
        minutes = p[3].value;
        taken = 4;
    }
    if (hours > 14 || minutes > 59)
        return 0;
    r->zone_minutes = (int)(hours * 60 + minutes) * (sign_at(p, '-') ? -1 : 1);
    r->zone_us = false;
    r->has_zone = true;
    return taken;
}

static int take_zone(struct reading *r, const struct cd_date_part *p) {
    if (!r->has_time || r->has_zone)
        return 0;
    if (p->kind == CD_PART_WORD && p->meaning.zone) {
        r->has_zone = true;
        r->zone_minutes = p->meaning.zone_minutes;
        r->zone_us = p->meaning.zone_us;
        return 1 + (r->zone_minutes == 0 ? take_offset(r, p + 1) : 0);
    }
    return take_offset(r, p);
}

/* A number or word alone, among others that make a date together: "12 April 2017". */
static void take_single(struct reading *r, const struct cd_date_part *p) {
    if (p->kind == CD_PART_WORD) {
        bool doubtful = p->meaning.other && r->parts->sure_month;
        if (p->meaning.month && !r->month && !doubtful)
            r->month = p->meaning.month;
    } else if (number_at(p, 4, 4)) {
        if (!r->year)
            r->year = (int)p->value;
    } else if (number_at(p, 1, 2)) {
        if (!r->day)
            r->day = (int)p->value;
        else if (!r->year && r->month && p->digits == 2)
            r->year = full_year(p);
    }
}

/* Does a second date begin here? */
static bool another_date(const struct reading *r, const struct cd_date_part *p) {
    bool complete = r->has_date || (r->year && r->month && r->day);
    return complete && p->kind == CD_PART_WORD && p->meaning.month && !p->meaning.other;
}

static void read_parts(struct reading *r) {
    const struct cd_date_part *p = r->parts->items;
    while (p->kind != CD_PART_END && !another_date(r, p)) {
        int taken = take_zone(r, p);
        bool open = !r->year && !r->month && !r->day;
        if (!taken && !r->has_date && open)
            taken = take_date(r, p);
        if (!taken && !r->has_time)
            taken = take_time(r, p);
        if (!taken) {
            take_single(r, p);
            taken = 1;
        }
        p += taken;
    }
}

/* ---- From fields to a point in time ---- */

static enum cd_date_result check(const struct reading *r) {
    if (r->ambiguous)
        return CD_DATE_AMBIGUOUS;
    if (r->impossible)
        return CD_DATE_IMPOSSIBLE;
    if (!r->year && !r->month)
        return CD_DATE_UNREADABLE;
    if (!r->year || !r->month || !r->day)
        return CD_DATE_INCOMPLETE;
    if (!plausible_year(r->year) || r->day > cd_days_in_month(r->year, r->month))
        return CD_DATE_IMPOSSIBLE;
    bool midnight = r->hour == 24 && !r->minute && !r->second;
    if (r->has_time && ((r->hour > 23 && !midnight) || r->minute > 59 || r->second > 60))
        return CD_DATE_IMPOSSIBLE;
    return CD_DATE_OK;
}

static enum cd_date_result conclude(const struct reading *r, struct cd_date *out) {
    enum cd_date_result result = check(r);
    if (result != CD_DATE_OK)
        return result;
    struct cd_date date = {.precision = CD_PRECISION_DAY};
    date.seconds = cd_days_from_civil(r->year, r->month, r->day) * SECONDS_A_DAY;
    if (r->has_time) {
        int zone = r->zone_minutes;
        if (r->zone_us && cd_us_summer(r->year, r->month, r->day))
            zone += 60;
        date.seconds += r->hour * 3600 + (r->minute - zone) * 60 + r->second;
        date.precision = r->has_second ? CD_PRECISION_SECOND : CD_PRECISION_MINUTE;
        date.zone_assumed = !r->has_zone;
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
    *out = (struct cd_date){seconds - (number % unit < 0), CD_PRECISION_SECOND, false};
    return CD_DATE_OK;
}

/* A number alone: compact where that is a date, else an epoch. */
static enum cd_date_result parse_alone(struct reading *r, bool negative,
                                       struct cd_date *out) {
    const struct cd_date_part *p = &r->parts->items[negative];
    struct reading compact = *r;
    if (take_compact(&compact, p) && check(&compact) == CD_DATE_OK)
        return conclude(&compact, out);
    if (p->digits > 17)
        return CD_DATE_UNREADABLE;
    enum cd_date_result result = cd_date_of_epoch(negative ? -p->value : p->value, out);
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
static bool read_plain(struct reading *r, struct cd_str text) {
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

static enum cd_date_result parse_any(const struct cd_date_words *words,
                                     struct cd_str text, enum cd_date_order order,
                                     struct cd_date *out) {
    struct cd_date_parts parts;
    struct reading r = {.parts = &parts, .order = order};
    cd_date_cut(&parts, text, words);
    bool negative = parts.count > 1 && sign_at(parts.items, '-') && !parts.items[1].space;
    const struct cd_date_part *first = &parts.items[negative];
    /* "1492010940" and "1492010940.25" */
    if (first->kind == CD_PART_NUMBER && (negative || first->digits != 4) &&
        (first[1].kind == CD_PART_END ||
         (first->digits >= 9 && sign_at(first + 1, '.') &&
          first[2].kind == CD_PART_NUMBER && first[3].kind == CD_PART_END)))
        return parse_alone(&r, negative, out);
    read_parts(&r);
    return conclude(&r, out);
}

enum cd_date_result cd_date_parse(const struct cd_date_words *words, struct cd_str text,
                                  enum cd_date_order order, struct cd_date *out) {
    struct reading plain = {.order = order};
    if (read_plain(&plain, text))
        return conclude(&plain, out);
    return parse_any(words, text, order, out);
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
