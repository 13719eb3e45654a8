/* Puts into words what was found out about an article: the stamp's members "archival",
 * "removed" and "text". */
#ifndef CD_ARCHIVAL_REPORT_H
#define CD_ARCHIVAL_REPORT_H

#include "processors/archival/age.h"
#include "processors/archival/notices.h"
#include "processors/archival/signals.h"
#include "processors/article.h"

struct cd_archival_report {
    enum cd_status status;
    const char *reason;
    const struct cd_finding *notice; /* the one that the status rests on; NULL: none */
    const struct cd_signal *signal;  /* the same of what stands beside the text */
    struct cd_findings findings;
    struct cd_ages ages;
    struct cd_signals signals;
};

/* The text of a notice, in the article's bytes. */
struct cd_str cd_report_words(const struct cd_article *article,
                              const struct cd_finding *found);

/* Fills article->removed from the findings, in the order of the text: furniture, and
 * notices in the body as kind "notice". CD_ENOMEM. */
CD_MUST_USE int cd_report_removed(const struct cd_archival_report *report,
                                  struct cd_article *article, struct cd_error *err);

/* Adds the members to the stamp. CD_ENOMEM. */
CD_MUST_USE int cd_report_stamp(const struct cd_archival_report *report,
                                struct cd_article *article, struct cd_error *err);

#endif
