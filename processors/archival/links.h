/* The header Link (RFC 8288): links, each with its parameters. */
#ifndef CD_ARCHIVAL_LINKS_H
#define CD_ARCHIVAL_LINKS_H

#include <stdbool.h>

#include "base/str.h"

/* One link; all borrowed from the header. A quoted value stands as it is written between
 * its marks: relation types, URLs and dates have nothing to escape. */
struct cd_link {
    struct cd_str target;
    struct cd_str rel;      /* relation types, parted by blanks; absent: none */
    struct cd_str datetime; /* of a memento (RFC 7089); absent: none */
    bool anchored;          /* it speaks of another resource than this one */
};

/* The next link of the header's rest, which is moved on behind it. False at the end.
 * What is no link is stepped over up to the next comma. */
bool cd_link_next(struct cd_str *rest, struct cd_link *link);

/* Is `type` among the link's relation types, without regard to case? */
bool cd_link_is(const struct cd_link *link, const char *type);

#endif
