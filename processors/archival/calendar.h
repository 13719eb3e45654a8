/* The calendar as dates.c needs it. */
#ifndef CD_ARCHIVAL_CALENDAR_H
#define CD_ARCHIVAL_CALENDAR_H

#include "processors/archival/dates.h"

bool cd_leap_year(int year);

/* The inverse of cd_days_from_civil. */
void cd_civil_from_days(int64_t days, int *year, int *month, int *day);

/* `month` from 1 to 12. */
int cd_days_in_month(int year, int month);

/* Is it summer time in the United States that day? By the Energy Policy Act of 2005 from
 * 2007 on and by the rule of 1987 before; to the day, which is enough for a newspaper's
 * hour. */
bool cd_us_summer(int year, int month, int day);

#endif
