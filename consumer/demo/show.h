/* Shows records that came out of copydesk so that a person reads them at a glance: one
 * line a headline, under it the archival notice and the quotes with their speakers. */
#ifndef CD_CONSUMER_DEMO_SHOW_H
#define CD_CONSUMER_DEMO_SHOW_H

#include "consumer/demo/samples.h"
#include "consumer/paint.h"

/* What has been shown, counted. */
struct cd_tally {
    size_t uniques, revisions, exacts, nears; /* by verdict */
    size_t notices, quotes, speakers, removed;
};

struct cd_show {
    struct cd_paint paint;
    struct cd_tally tally;
};

/* For stdout, in lines that a glance takes in: 60 to 140 columns. */
struct cd_show cd_show_stdout(void);

/* A title line over a part of the report. */
void cd_show_heading(const struct cd_show *show, const char *title, const char *text);

/* A record of the output or duplicates topic, by its stamp; what is no stamped article is
 * shown as it is. */
void cd_show_article(struct cd_show *show, struct cd_str value);

/* A dead letter: why, and the beginning of its bytes. */
void cd_show_dead(const struct cd_show *show, struct cd_str reason, struct cd_str detail,
                  struct cd_str value);

/* What was counted, in three lines. */
void cd_show_tally(const struct cd_show *show);

#endif
