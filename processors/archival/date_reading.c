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

bool cd_date_sign_at(const struct cd_date_part *part, uint32_t sign) {
    return part->kind == CD_PART_SIGN && part->sign == sign;
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
    if (!cd_date_number_at(p, 4, 4) || !cd_date_sign_at(p + 1, '-'))
        return 0;
    int64_t first = 0, day;
    int taken;
    if (cd_date_number_at(p + 2, 3, 3)) {
        day = p[2].value - 1;
        taken = 3;
    } else if (cd_date_letter_at(p + 2, 'w') && cd_date_number_at(p + 3, 2, 2) &&
               cd_date_sign_at(p + 4, '-') && cd_date_number_at(p + 5, 1, 1)) {
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
    return cd_date_number_at(p, 2, 2) && cd_date_number_at(p + 2, 2, 2) &&
           cd_date_number_at(p + 4, 2, 2) && p[2].value >= 1 && p[2].value <= 12 &&
           p[4].value >= 1 && p[4].value <= 31;
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

/* The North's 4/3-2021 and 4/3 2021. */
static int take_nordic(struct cd_date_reading *r, const struct cd_date_part *p) {
    bool hyphen = cd_date_sign_at(p + 3, '-');
    const struct cd_date_part *year = p + 3 + hyphen;
    if (!cd_date_number_at(p, 1, 2) || !cd_date_sign_at(p + 1, '/') ||
        !cd_date_number_at(p + 2, 1, 2) || !cd_date_number_at(year, 4, 4))
        return 0;
    if (hyphen)
        set_date(r, year->value, p[2].value, p->value);
    else
        set_by_order(r, p, (int)year->value);
    return 4 + hyphen;
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
    if (cd_date_number_at(p, 4, 4) && cd_date_number_at(p + 2, 1, 2) &&
        cd_date_number_at(p + 4, 1, 2))
        set_date(r, p->value, p[2].value, p[4].value);
    else if (year_may_lead(p) && (r->order == CD_ORDER_YEAR_FIRST || p->value > 31))
        set_date(r, full_year(p), p[2].value, p[4].value);
    else if (cd_date_number_at(p, 1, 2) && cd_date_number_at(p + 2, 1, 2) &&
             (cd_date_number_at(p + 4, 4, 4) || cd_date_number_at(p + 4, 2, 2)))
        set_by_order(r, p, full_year(p + 4));
    else
        return 0;
    return 5;
}

/* 20170412, and with the time 20170412152900 or 201704121529. */
int cd_date_take_compact(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!cd_date_number_at(p, 8, 8) && !cd_date_number_at(p, 12, 12) &&
        !cd_date_number_at(p, 14, 14))
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
    if (era && cd_date_mark_at(number, CD_MARK_FIRST_YEAR))
        return 2;
    if (!cd_date_number_at(number, era ? 1 : 4, era ? 2 : 4) ||
        !cd_date_mark_at(number + 1, CD_MARK_YEAR))
        return 0;
    *year = era ? era + number->value - 1 : number->value;
    return era ? 3 : 2;
}

/* 2017年4月12日 */
static int take_marked(struct cd_date_reading *r, const struct cd_date_part *p) {
    int64_t year;
    int taken = take_marked_year(p, &year);
    p += taken;
    if (!taken || !cd_date_number_at(p, 1, 2) || !cd_date_mark_at(p + 1, CD_MARK_MONTH) ||
        !cd_date_number_at(p + 2, 1, 2) || !cd_date_mark_at(p + 3, CD_MARK_DAY))
        return 0;
    set_date(r, year, p->value, p[2].value);
    return taken + 4;
}

static int take_date(struct cd_date_reading *r, const struct cd_date_part *p) {
    int taken = take_marked(r, p);
    if (!taken)
        taken = take_numeric(r, p);
    if (!taken)
        taken = take_nordic(r, p);
    if (!taken)
        taken = take_ordinal(r, p);
    if (!taken)
        taken = cd_date_take_compact(r, p);
    return taken;
}

static bool is_filler(const struct cd_date_part *p) {
    return p->kind == CD_PART_SIGN || (p->meaning.other && !p->meaning.month);
}

/* The parts beside this one, over signs and words such as "of"; the part itself where it
 * is the first. */
static const struct cd_date_part *before(const struct cd_date_reading *r,
                                         const struct cd_date_part *p) {
    const struct cd_date_part *other = p;
    while (other > r->parts->items && (other == p || is_filler(other)))
        other--;
    return other;
}

static const struct cd_date_part *behind(const struct cd_date_part *p) {
    for (p++; is_filler(p); p++)
        continue;
    return p;
}

static bool has_number(const struct cd_date_reading *r, const struct cd_date_part *p) {
    return before(r, p)->kind == CD_PART_NUMBER || behind(p)->kind == CD_PART_NUMBER;
}

/* Is it somebody's name: "By May Smith, 4 March 2021"? There is no number beside it, and
 * another month behind. */
static bool is_name(const struct cd_date_reading *r, const struct cd_date_part *p) {
    if (has_number(r, p))
        return false;
    while (p->kind != CD_PART_END && !(++p)->meaning.month)
        continue;
    return p->kind != CD_PART_END;
}

/* Is it no day: "Vol. 12, No. 4, April 4, 2021"? There is no month beside it, and one
 * with a number behind. */
static bool is_stray(const struct cd_date_reading *r, const struct cd_date_part *p) {
    if (before(r, p)->meaning.month || behind(p)->meaning.month)
        return false;
    for (p++; p->kind != CD_PART_END; p++)
        if (p->meaning.month && !p->meaning.other && has_number(r, p))
            return true;
    return false;
}

/* Is it a word that may stand beside a day and says nothing of the time? */
static bool is_beside(const struct cd_date_part *p) {
    const struct cd_date_meaning *m = &p->meaning;
    return p->kind == CD_PART_SIGN || m->month || m->other || m->until || m->posted ||
           m->updated;
}

static bool is_of_clock(const struct cd_date_part *p) {
    const struct cd_date_meaning *m = &p->meaning;
    bool plain = m->other || m->until || m->month;
    return !plain && (m->am || m->pm || m->at || m->hours || m->twelve || m->has_mark);
}

/* A number or word alone, among others that make a date together: "12 April 2017". */
static void take_single(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p->kind == CD_PART_WORD) {
        bool doubtful = p->meaning.other && r->parts->sure_month;
        if (p->meaning.month && !r->month && !doubtful && !is_name(r, p))
            r->month = p->meaning.month;
        r->clock_left |= is_of_clock(p);
        r->unread |= !is_of_clock(p) && !is_beside(p);
    } else if (cd_date_number_at(p, 4, 4)) {
        /* "1100 EST (1600 GMT)", "1400 US Eastern Time" */
        bool clock = cd_date_is_long_clock(r, p) ||
                     (!cd_date_plausible_year(p->value) && cd_date_has_other_year(r, p));
        if (!r->year && !clock)
            r->year = (int)p->value;
        else
            r->unread = true;
    } else if (cd_date_number_at(p, 1, 2)) {
        if (!r->day && !is_stray(r, p))
            r->day = (int)p->value;
        else if (!r->year && r->month && p->digits == 2)
            r->year = full_year(p);
        else
            r->unread = true;
    } else {
        r->unread |= p->kind == CD_PART_NUMBER;
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
        int taken = cd_date_take_zone(r, p);
        if (!taken)
            taken = cd_date_take_day_zone(r, p);
        bool open = !r->year && !r->month && !r->day;
        if (!taken && !r->has_date && open)
            taken = take_date(r, p);
        if (!taken && !r->has_time)
            taken = cd_date_take_time(r, p);
        if (!taken) {
            take_single(r, p);
            taken = 1;
        }
        p += taken;
    }
    r->unread |=
        p->kind != CD_PART_END || r->parts->cut_short || (r->clock_left && !r->has_time);
}
