/* Notices of an embargo, and whether it is over. What a field says of it is a signal. */
#ifndef CD_ARCHIVAL_EMBARGO_H
#define CD_ARCHIVAL_EMBARGO_H

#include "processors/archival/report.h"

/* Until when the field holds the article back (hold.h); its date has been read. */
int64_t cd_embargo_field_end(const struct cd_ages *ages, const struct cd_article *article,
                             const struct cd_date_words *words);

/* Marks the notices whose embargo is over, each by its own date, and makes the embargo in
 * report->ages that which ends last, be it the field's or a notice's. The fields have
 * been read and unwrapped before. */
void cd_embargo_judge(struct cd_archival_report *report, const struct cd_article *article,
                      const struct cd_date_words *words, enum cd_date_order order);

#endif
