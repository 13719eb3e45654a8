/* What stands beside an article and says something of its status: fields (IPTC ninjs,
 * schema.org), headers (Memento, RFC 7089; X-Robots-Tag) and the form of its URL. */
#ifndef CD_ARCHIVAL_SIGNALS_H
#define CD_ARCHIVAL_SIGNALS_H

#include "processors/archival/age.h"
#include "processors/archival/lexicon.h"

#define CD_MOST_CORRECTIONS 8

/* Where a signal stood. */
struct cd_signal {
    const char *where;  /* "field" or "header" */
    const char *name;   /* "pubstatus", "url" (as in "fields.…"), "Memento-Datetime" */
    struct cd_str text; /* what stood there; absent: no text or number */
};

struct cd_signals {
    enum cd_status status; /* the strongest; CD_STATUS_CURRENT where there is none */
    const char *reason;
    struct cd_signal signal;    /* that gave it; of equals the first */
    const char *archive;        /* the web archive's name; NULL: none */
    struct cd_str original_url; /* absent: not said */
    struct cd_str corrections[CD_MOST_CORRECTIONS]; /* texts of a correction field */
    uint32_t correction_count;
    bool more; /* corrections than there is room for */
};

/* Reads them all. Dates that are found (archived, expires) are set in `ages`, whose
 * fields have been read before. */
CD_MUST_USE int cd_signals_read(struct cd_signals *signals, struct cd_ages *ages,
                                const struct cd_article *article,
                                const struct cd_lexicon *lexicon, struct cd_error *err);

#endif
