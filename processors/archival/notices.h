/* What an article's text says about its own status, and what in it is the page's and not
 * the article's. Both come from one walk over the beginnings of its sentences. */
#ifndef CD_ARCHIVAL_NOTICES_H
#define CD_ARCHIVAL_NOTICES_H

#include "processors/archival/lexicon.h"

struct cd_finding {
    const struct cd_entry *entry;
    uint32_t pattern; /* of it, among the lexicon's */
    bool in_title;
    bool lapsed;               /* of an embargo: it is over; set by who knows the clock */
    uint32_t first, end;       /* its tokens, in title or body */
    uint32_t match, match_end; /* of them those that the pattern took */
};

struct cd_findings {
    struct cd_finding *notices;   /* in the order of the text, the title first */
    struct cd_finding *furniture; /* in the order of the text; none overlaps a notice */
    uint32_t notice_count, furniture_count;
    bool more; /* there was no room for all that may be one */
};

/* Matches that are looked at in a title or a body: no article has more that anybody would
 * want to read about. Each graver status has further places, which nothing weaker takes:
 * a live blog's updates must not hide that it was retracted. */
#define CD_MOST_FURNITURE   64
#define CD_PLACES_OF_STATUS 32
#define CD_MOST_NOTICES     (CD_PLACES_OF_STATUS * (CD_STATUS_CURRENT + 1))

/* Finds both in title and body. `language` (may be absent) decides between entries that
 * match alike. All is in `arena`; CD_ENOMEM. */
CD_MUST_USE int cd_findings_of(const struct cd_lexicon *lexicon, struct cd_arena *arena,
                               const struct cd_text *title, const struct cd_text *body,
                               struct cd_str language, struct cd_findings *out,
                               struct cd_error *err);

#endif
