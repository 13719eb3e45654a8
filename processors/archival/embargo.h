/* Notices of an embargo, and whether it is over. What a field says of it is a signal. */
#ifndef CD_ARCHIVAL_EMBARGO_H
#define CD_ARCHIVAL_EMBARGO_H

#include "processors/archival/report.h"

/* Marks the notices whose embargo is over, each by its own date, and sets the embargo's
 * end in report->ages to the last of these dates where no field has said one. The fields
 * have been read before. */
void cd_embargo_judge(struct cd_archival_report *report, const struct cd_article *article,
                      const struct cd_date_words *words, enum cd_date_order order);

#endif
