/* The calendar as dates.c needs it. */
#ifndef CD_ARCHIVAL_CALENDAR_H
#define CD_ARCHIVAL_CALENDAR_H

#include "processors/archival/dates.h"

bool cd_leap_year(int year);

/* The inverse of cd_days_from_civil. */
void cd_civil_from_days(int64_t days, int *year, int *month, int *day);

/* `month` from 1 to 12. */
int cd_days_in_month(int year, int month);

int64_t cd_days_from_civil(int64_t year, int month, int day);

/* Is it summer time in the United States at that hour of its own clocks? By the Energy
 * Policy Act of 2005 from 2007 on and by the rule of 1987 before. */
bool cd_us_summer(int year, int month, int day, int hour);

/* The same of the European Union, whose zones all change at one moment, 1 a.m. UTC; by
 * Directive 2000/84 and its elders from 1981 on. */
bool cd_eu_summer(int year, int month, int day, int hour, int zone_minutes);

#endif
