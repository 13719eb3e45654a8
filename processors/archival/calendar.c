/* The calendar: days, leap years, summer times, and how a date is
 * written. Algorithms by Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#include "processors/archival/calendar.h"

#define SECONDS_A_DAY INT64_C(86400)

bool cd_leap_year(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int64_t cd_days_from_civil(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* The n-th Sunday (from 1) on or after a day of a month. */
static int64_t sunday(int year, int month, int day, int n) {
    int64_t days = cd_days_from_civil(year, month, day);
    return days + (7 - (days + 4) % 7) % 7 + (n - 1) * 7;
}

/* From the hour of the first day on, until the hour of the second; the clocks show
 * standard time at the first and summer time at the second. */
static bool is_between(int64_t hour, int64_t first_hour, int64_t end_hour) {
    return hour >= first_hour && hour < end_hour;
}

bool cd_us_summer(int year, int month, int day, int hour) {
    int64_t today = cd_days_from_civil(year, month, day);
    if (today < cd_days_from_civil(1970, 1, 1))
        return false;
    int64_t first = year >= 2007 ? sunday(year, 3, 8, 1) : sunday(year, 4, 1, 1);
    int64_t end = year >= 2007 ? sunday(year, 11, 1, 1) : sunday(year, 10, 25, 1);
    return is_between(today * 24 + hour, first * 24 + 2, end * 24 + 2);
}

bool cd_eu_summer(int year, int month, int day, int hour, int zone_minutes) {
    int64_t today = cd_days_from_civil(year, month, day);
    int64_t first = sunday(year, 3, 25, 1);
    int64_t end = year >= 1996 ? sunday(year, 10, 25, 1) : sunday(year, 9, 24, 1);
    int change = 1 + zone_minutes / 60;
    return year >= 1981 &&
           is_between(today * 24 + hour, first * 24 + change, end * 24 + change + 1);
}

int cd_days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && cd_leap_year(year));
}

void cd_civil_from_days(int64_t days, int *year, int *month, int *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * march + 2) / 5 + 1);
    *month = (int)(march < 10 ? march + 3 : march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

/* A number in so many digits, and the sign behind it. */
static char *write_digits(char *out, int number, int digits, char behind) {
    for (int i = digits; i-- > 0; number /= 10)
        out[i] = (char)('0' + number % 10);
    out[digits] = behind;
    return out + digits + 1;
}

size_t cd_date_write(struct cd_date date, char out[CD_DATE_ROOM]) {
    int64_t days = date.seconds / SECONDS_A_DAY, rest = date.seconds % SECONDS_A_DAY;
    if (rest < 0) {
        rest += SECONDS_A_DAY;
        days--;
    }
    int year, month, day;
    cd_civil_from_days(days, &year, &month, &day);
    char *p = write_digits(out, year, 4, '-');
    p = write_digits(p, month, 2, '-');
    p = write_digits(p, day, 2, 'T');
    if (date.precision == CD_PRECISION_DAY) {
        p--;
    } else {
        p = write_digits(p, (int)(rest / 3600), 2, ':');
        p = write_digits(p, (int)(rest / 60 % 60), 2, ':');
        p = write_digits(p, (int)(rest % 60), 2, 'Z');
    }
    *p = 0;
    return (size_t)(p - out);
}
