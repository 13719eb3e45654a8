/* A date is cut into numbers, words and signs, which are read from left to right: each
 * recogniser takes as many of them as it knows and fills what was still open, so the
 * first date in a text wins and words that mean nothing ("Posted by") are stepped over.
 * A grammar per format would have needed hundreds; formats differ in order and signs, and
 * hardly ever in what a number with its neighbours means. */
#include "processors/archival/date_reading.h"

#include "processors/archival/calendar.h"

#define EARLIEST_YEAR 1605 /* Relation, Strassburg: the first newspaper */
#define LATEST_YEAR   9999

/* ---- What parts there are at a place ---- */

static bool number_at(const struct cd_date_part *part, int least, int most) {
    return part->kind == CD_PART_NUMBER && part->digits >= least && part->digits <= most;
}

bool cd_date_sign_at(const struct cd_date_part *part, uint32_t sign) {
    return part->kind == CD_PART_SIGN && part->sign == sign;
}

static bool mark_at(const struct cd_date_part *part, enum cd_date_mark mark) {
    return part->kind == CD_PART_WORD && part->meaning.has_mark &&
           part->meaning.mark == mark;
}

static bool letter_at(const struct cd_date_part *part, char letter) {
    return part->kind == CD_PART_WORD && part->sign == (unsigned char)letter;
}

bool cd_date_plausible_year(int64_t year) {
    return year >= EARLIEST_YEAR && year <= LATEST_YEAR;
}

/* RFC 2822 section 4.3: two digits below 50 are of this century. */
static int full_year(const struct cd_date_part *part) {
    int year = (int)part->value;
    return part->digits > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
}

static void set_date(struct cd_date_reading *r, int64_t year, int64_t month,
                     int64_t day) {
    r->year = (int)year;
    r->month = (int)month;
    r->day = (int)day;
    r->has_date = true;
    if (month < 1 || month > 12 || day < 1 || day > 31 || !cd_date_plausible_year(year))
        r->impossible = true;
}

/* ---- Recognisers: each returns how many parts it has taken, 0 for none ---- */

/* ISO 8601's day of the year and day of the week: 2017-102, 2017-W15-3. */
static int take_ordinal(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!number_at(p, 4, 4) || !cd_date_sign_at(p + 1, '-'))
        return 0;
    int64_t first = 0, day;
    int taken;
    if (number_at(p + 2, 3, 3)) {
        day = p[2].value - 1;
        taken = 3;
    } else if (letter_at(p + 2, 'w') && number_at(p + 3, 2, 2) &&
               cd_date_sign_at(p + 4, '-') && number_at(p + 5, 1, 1)) {
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

/* May 17-04-12 be of 2017? By ISO 8601's elders, whose sign the hyphen is. */
static bool year_may_lead(const struct cd_date_part *p) {
    return number_at(p, 2, 2) && number_at(p + 2, 2, 2) && number_at(p + 4, 2, 2) &&
           p[2].value >= 1 && p[2].value <= 12 && p[4].value >= 1 && p[4].value <= 31;
}

/* The order of 04/08/2020 or 04-08-2020; a point means that the day is first. */
static void set_by_order(struct cd_date_reading *r, const struct cd_date_part *p,
                         int year) {
    int64_t a = p[0].value, b = p[2].value;
    enum cd_date_order order =
        r->order == CD_ORDER_YEAR_FIRST ? CD_ORDER_UNKNOWN : r->order;
    if (r->order == CD_ORDER_UNKNOWN && cd_date_sign_at(p + 1, '-') && year_may_lead(p))
        order = CD_ORDER_UNKNOWN; /* none of its numbers settles it */
    else if (cd_date_sign_at(p + 1, '.') || a > 12)
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
static int take_numeric(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_NUMBER || p[1].kind != CD_PART_SIGN ||
        p[2].kind != CD_PART_NUMBER || !cd_date_sign_at(p + 3, p[1].sign) ||
        p[4].kind != CD_PART_NUMBER)
        return 0;
    uint32_t sign = p[1].sign;
    if (sign != '-' && sign != '/' && sign != '.')
        return 0;
    if (number_at(p, 4, 4) && number_at(p + 2, 1, 2) && number_at(p + 4, 1, 2))
        set_date(r, p->value, p[2].value, p[4].value);
    else if (year_may_lead(p) && (r->order == CD_ORDER_YEAR_FIRST || p->value > 31))
        set_date(r, full_year(p), p[2].value, p[4].value);
    else if (number_at(p, 1, 2) && number_at(p + 2, 1, 2) &&
             (number_at(p + 4, 4, 4) || number_at(p + 4, 2, 2)))
        set_by_order(r, p, full_year(p + 4));
    else
        return 0;
    return 5;
}

/* 20170412, and with the time 20170412152900 or 201704121529. */
int cd_date_take_compact(struct cd_date_reading *r, const struct cd_date_part *p) {
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
static int take_marked(struct cd_date_reading *r, const struct cd_date_part *p) {
    int64_t year;
    int taken = take_marked_year(p, &year);
    p += taken;
    if (!taken || !number_at(p, 1, 2) || !mark_at(p + 1, CD_MARK_MONTH) ||
        !number_at(p + 2, 1, 2) || !mark_at(p + 3, CD_MARK_DAY))
        return 0;
    set_date(r, year, p->value, p[2].value);
    return taken + 4;
}

static int take_date(struct cd_date_reading *r, const struct cd_date_part *p) {
    int taken = take_marked(r, p);
    if (!taken)
        taken = take_numeric(r, p);
    if (!taken)
        taken = take_ordinal(r, p);
    if (!taken)
        taken = cd_date_take_compact(r, p);
    return taken;
}

/* Behind the minutes: ":29", ".123", "秒". */
static int take_seconds(struct cd_date_reading *r, const struct cd_date_part *p) {
    bool marked = mark_at(p, CD_MARK_MINUTE) && mark_at(p + 2, CD_MARK_SECOND);
    if (!(cd_date_sign_at(p, ':') || cd_date_sign_at(p, '.') ||
          mark_at(p, CD_MARK_MINUTE)) ||
        !number_at(p + 1, marked ? 1 : 2, 2) || (p[1].space && !marked))
        return mark_at(p, CD_MARK_MINUTE) ? 1 : 0;
    r->second = (int)p[1].value;
    r->has_second = true;
    int taken = 2;
    if ((cd_date_sign_at(p + taken, '.') || cd_date_sign_at(p + taken, ',')) &&
        p[taken + 1].kind == CD_PART_NUMBER && !p[taken + 1].space)
        taken += 2;
    if (mark_at(p + taken, CD_MARK_SECOND))
        taken++;
    return taken;
}

static bool may_be_dotted_time(const struct cd_date_reading *r,
                               const struct cd_date_part *p) {
    bool announced =
        p > r->parts->items && p[-1].kind == CD_PART_WORD && p[-1].meaning.at;
    bool dated = r->year && r->month && r->day;
    return (announced || dated) && !cd_date_sign_at(p + 3, '.');
}

/* 15:29, 15.29 (where a time is due), 15h29, 15 Uhr, 15時29分. */
static int take_clock(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!number_at(p, 1, 2))
        return 0;
    bool marked = mark_at(p + 1, CD_MARK_HOUR);
    int digits = marked && mark_at(p + 3, CD_MARK_MINUTE) ? 1 : 2;
    bool minutes = number_at(p + 2, digits, 2) && (!p[2].space || marked);
    if (minutes && (cd_date_sign_at(p + 1, ':') || marked ||
                    (cd_date_sign_at(p + 1, '.') && may_be_dotted_time(r, p)))) {
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

/* Are they the hour alone: 15Z, 15+02? */
static bool is_iso_hour(const struct cd_date_part *p) {
    return number_at(p, 2, 2) &&
           (p[1].kind == CD_PART_END || letter_at(p + 1, 'z') ||
            cd_date_sign_at(p + 1, '+') || cd_date_sign_at(p + 1, '-'));
}

/* ISO's time without punctuation, behind its T: 152900, 1529, 15. */
static int take_compact_clock(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p == r->parts->items || !letter_at(p - 1, 't') || p->space ||
        (!number_at(p, 4, 4) && !number_at(p, 6, 6) && !is_iso_hour(p)))
        return 0;
    int64_t time = p->value;
    for (int digits = p->digits; digits < 6; digits += 2)
        time *= 100;
    r->hour = (int)(time / 10000);
    r->minute = (int)(time / 100 % 100);
    r->second = (int)(time % 100);
    r->has_second = p->digits == 6;
    int fraction = (cd_date_sign_at(p + 1, '.') || cd_date_sign_at(p + 1, ',')) &&
                   p[2].kind == CD_PART_NUMBER;
    return fraction ? 3 : 1;
}

/* "am" or "pm" behind the clock (or before it, in Korean and Japanese). */
static int take_half_of_day(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_WORD || !(p->meaning.am || p->meaning.pm) || r->hour > 12)
        return 0;
    if (p->meaning.pm && r->hour < 12)
        r->hour += 12;
    else if (p->meaning.am && r->hour == 12)
        r->hour = 0;
    return 1;
}

static int take_time(struct cd_date_reading *r, const struct cd_date_part *p) {
    int taken = take_compact_clock(r, p);
    if (!taken)
        taken = take_clock(r, p);
    if (!taken && number_at(p, 1, 2) && p[1].kind == CD_PART_WORD &&
        (p[1].meaning.am || p[1].meaning.pm)) {
        r->hour = (int)p->value;
        taken = 1;
    }
    if (!taken && p->kind == CD_PART_WORD && p->meaning.twelve) {
        r->hour = 12;
        r->has_time = true;
        return 1;
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
static int take_offset(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!(cd_date_sign_at(p, '+') || cd_date_sign_at(p, '-')) ||
        p[1].kind != CD_PART_NUMBER || p[1].space || p[1].digits > 4)
        return 0;
    int64_t hours = p[1].value, minutes = 0;
    int taken = 2;
    if (p[1].digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (cd_date_sign_at(p + 2, ':') && number_at(p + 3, 2, 2)) {
        minutes = p[3].value;
        taken = 4;
    }
    if (hours > 14 || minutes > 59)
        return 0;
    r->zone_minutes = (int)(hours * 60 + minutes) * (cd_date_sign_at(p, '-') ? -1 : 1);
    r->zone_summer = CD_SUMMER_NEVER;
    r->zone_ambiguous = false;
    r->has_zone = true;
    return taken;
}

/* XML Schema's days have zones: 2021-04-04-04:00. It is no time. */
static int take_day_zone(const struct cd_date_reading *r, const struct cd_date_part *p) {
    bool zone = (cd_date_sign_at(p, '+') || cd_date_sign_at(p, '-')) && !p->space &&
                number_at(p + 1, 2, 2) && !p[1].space && p[1].value <= 14 &&
                cd_date_sign_at(p + 2, ':') && number_at(p + 3, 2, 2) &&
                p[4].kind == CD_PART_END;
    return r->has_date && !r->has_time && zone ? 4 : 0;
}

/* "Eastern", "Berlin": nothing that goes on to be another name ("Central European"). */
static bool is_place(const struct cd_date_part *p) {
    const struct cd_date_meaning *next = &p[1].meaning;
    return p[1].kind != CD_PART_WORD || next->other || next->standard || next->summer ||
           next->month || next->updated || next->at;
}

/* "Standard Time", "Daylight Time" behind its name. */
static int take_zone_kind(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_WORD || !(p->meaning.standard || p->meaning.summer))
        return 0;
    r->zone_minutes += p->meaning.summer ? 60 : 0;
    r->zone_summer = CD_SUMMER_NEVER;
    return 1;
}

static int take_zone(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!r->has_time || r->has_zone)
        return 0;
    if (p->kind != CD_PART_WORD)
        return take_offset(r, p);
    if (!p->meaning.zone || (p->meaning.zone_place && !is_place(p)))
        return 0;
    r->has_zone = true;
    r->zone_minutes = p->meaning.zone_minutes;
    r->zone_summer = p->meaning.zone_summer;
    r->zone_ambiguous = p->meaning.zone_ambiguous;
    int kind = take_zone_kind(r, p + 1);
    return 1 + kind + (r->zone_minutes == 0 ? take_offset(r, p + 1 + kind) : 0);
}

/* A number or word alone, among others that make a date together: "12 April 2017". */
static void take_single(struct cd_date_reading *r, const struct cd_date_part *p) {
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
static bool another_date(const struct cd_date_reading *r, const struct cd_date_part *p) {
    bool complete = r->has_date || (r->year && r->month && r->day);
    return complete && p->kind == CD_PART_WORD && p->meaning.month && !p->meaning.other;
}

void cd_date_read_parts(struct cd_date_reading *r) {
    const struct cd_date_part *p = r->parts->items;
    while (p->kind != CD_PART_END && !another_date(r, p)) {
        int taken = take_zone(r, p);
        if (!taken)
            taken = take_day_zone(r, p);
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
