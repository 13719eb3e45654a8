/* The recognisers of clocks and zones; each returns how many parts it has taken, 0 for
 * none. */
#include "processors/archival/date_reading.h"

/* Behind the minutes: ":29", ".123", "秒". */
static int take_seconds(struct cd_date_reading *r, const struct cd_date_part *p) {
    bool marked =
        cd_date_mark_at(p, CD_MARK_MINUTE) && cd_date_mark_at(p + 2, CD_MARK_SECOND);
    if (!(cd_date_sign_at(p, ':') || cd_date_sign_at(p, '.') ||
          cd_date_mark_at(p, CD_MARK_MINUTE)) ||
        !cd_date_number_at(p + 1, marked ? 1 : 2, 2) || (p[1].space && !marked))
        return cd_date_mark_at(p, CD_MARK_MINUTE) ? 1 : 0;
    r->second = (int)p[1].value;
    r->has_second = true;
    int taken = 2;
    if ((cd_date_sign_at(p + taken, '.') || cd_date_sign_at(p + taken, ',')) &&
        p[taken + 1].kind == CD_PART_NUMBER && !p[taken + 1].space)
        taken += 2;
    if (cd_date_mark_at(p + taken, CD_MARK_SECOND))
        taken++;
    return taken;
}

/* "ore 11", "kl. 6", "godz. 6": words that only an hour follows. */
static bool is_announced(const struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p > r->parts->items && cd_date_sign_at(p - 1, '.'))
        p--;
    return p > r->parts->items && p[-1].meaning.at && p[-1].meaning.hours;
}

static bool may_be_dotted_time(const struct cd_date_reading *r,
                               const struct cd_date_part *p) {
    bool announced = p > r->parts->items && (p[-1].meaning.at || is_announced(r, p));
    if (cd_date_mark_at(p + 3, CD_MARK_HOUR)) /* 6.00 Uhr */
        return true;
    if (r->month && r->day) /* a stop behind it may be the sentence's */
        return !cd_date_sign_at(p + 3, '.') || p[4].kind != CD_PART_NUMBER;
    return announced && !cd_date_sign_at(p + 3, '.');
}

/* 15:29, 15.29 (where a time is due), 15h29, 15 Uhr, 15時29分. */
static int take_clock(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!cd_date_number_at(p, 1, 2))
        return 0;
    bool marked = cd_date_mark_at(p + 1, CD_MARK_HOUR);
    int digits = marked && cd_date_mark_at(p + 3, CD_MARK_MINUTE) ? 1 : 2;
    bool minutes = cd_date_number_at(p + 2, digits, 2) && (!p[2].space || marked);
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
    return cd_date_number_at(p, 2, 2) &&
           (p[1].kind == CD_PART_END || cd_date_letter_at(p + 1, 'z') ||
            cd_date_sign_at(p + 1, '+') || cd_date_sign_at(p + 1, '-'));
}

/* ISO's time without punctuation, behind its T: 152900, 1529, 15. */
static int take_compact_clock(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p == r->parts->items || !cd_date_letter_at(p - 1, 't') || p->space ||
        (!cd_date_number_at(p, 4, 4) && !cd_date_number_at(p, 6, 6) && !is_iso_hour(p)))
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

bool cd_date_has_other_year(const struct cd_date_reading *r,
                            const struct cd_date_part *p) {
    for (int i = 0; i < r->parts->count; i++) {
        const struct cd_date_part *other = &r->parts->items[i];
        if (other != p && cd_date_number_at(other, 4, 4) &&
            cd_date_plausible_year(other->value))
            return true;
    }
    return r->year > 0;
}

/* "0930 hrs", "1600 GMT": what may be a year is one unless another is there. */
bool cd_date_is_long_clock(const struct cd_date_reading *r,
                           const struct cd_date_part *p) {
    const struct cd_date_meaning *next = &p[1].meaning;
    if (!cd_date_number_at(p, 4, 4) || p[1].kind != CD_PART_WORD || p->value >= 2400 ||
        p->value % 100 > 59)
        return false;
    return (next->hours && !next->at) ||
           (next->zone &&
            (!cd_date_plausible_year(p->value) || cd_date_has_other_year(r, p)));
}

static int take_long_clock(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!cd_date_is_long_clock(r, p))
        return 0;
    r->hour = (int)p->value / 100;
    r->minute = (int)p->value % 100;
    return p[1].meaning.hours ? 2 : 1;
}

/* "3 p.m.", "ore 11", and behind a whole date "om 15". */
static bool is_hour_alone(const struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!cd_date_number_at(p, 1, 2))
        return false;
    if (p[1].kind == CD_PART_WORD && (p[1].meaning.am || p[1].meaning.pm))
        return true;
    if (is_announced(r, p) &&
        (p[1].kind != CD_PART_SIGN || p[2].kind != CD_PART_NUMBER || p[2].space))
        return true;
    return p[1].kind == CD_PART_END && p > r->parts->items && p[-1].meaning.at &&
           (r->has_date || (r->year && r->month && r->day));
}

int cd_date_take_time(struct cd_date_reading *r, const struct cd_date_part *p) {
    int taken = take_compact_clock(r, p);
    if (!taken)
        taken = take_clock(r, p);
    if (!taken)
        taken = take_long_clock(r, p);
    if (!taken && is_hour_alone(r, p)) {
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
    if (!half && p > r->parts->items && !p[-1].behind_only)
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
    } else if (cd_date_sign_at(p + 2, ':') && cd_date_number_at(p + 3, 2, 2)) {
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
int cd_date_take_day_zone(const struct cd_date_reading *r, const struct cd_date_part *p) {
    bool zone = (cd_date_sign_at(p, '+') || cd_date_sign_at(p, '-')) && !p->space &&
                cd_date_number_at(p + 1, 2, 2) && !p[1].space && p[1].value <= 14 &&
                cd_date_sign_at(p + 2, ':') && cd_date_number_at(p + 3, 2, 2) &&
                p[4].kind == CD_PART_END;
    return r->has_date && !r->has_time && zone ? 4 : 0;
}

/* Is it a word that means nothing in dates? */
static bool is_foreign(const struct cd_date_part *p) {
    const struct cd_date_meaning *m = &p->meaning;
    bool clock = m->am || m->pm || m->at || m->hours || m->twelve || m->has_mark;
    bool zone = m->zone || m->standard || m->summer;
    return p->kind == CD_PART_WORD && !m->month && !m->other && !m->posted &&
           !m->updated && !clock && !zone;
}

/* "Eastern", "Berlin": not a part of another name ("Australian Eastern Standard Time",
 * "Central European Time"). */
static bool is_place(const struct cd_date_reading *r, const struct cd_date_part *p) {
    return !is_foreign(p + 1) && (p == r->parts->items || !is_foreign(p - 1));
}

/* "Standard Time", "Daylight Time" behind its name. */
static int take_zone_kind(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (p->kind != CD_PART_WORD || !(p->meaning.standard || p->meaning.summer))
        return 0;
    r->zone_minutes += p->meaning.summer ? 60 : 0;
    r->zone_summer = CD_SUMMER_NEVER;
    return 1;
}

int cd_date_take_zone(struct cd_date_reading *r, const struct cd_date_part *p) {
    if (!r->has_time || r->has_zone)
        return 0;
    if (p->kind != CD_PART_WORD)
        return take_offset(r, p);
    if (!p->meaning.zone || (p->meaning.zone_place && !is_place(r, p)))
        return 0;
    r->has_zone = true;
    r->zone_minutes = p->meaning.zone_minutes;
    r->zone_summer = p->meaning.zone_summer;
    r->zone_ambiguous = p->meaning.zone_ambiguous;
    int kind = take_zone_kind(r, p + 1);
    return 1 + kind + (r->zone_minutes == 0 ? take_offset(r, p + 1 + kind) : 0);
}
