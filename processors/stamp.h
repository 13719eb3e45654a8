/* The way out: the stamp is put together from the article's members and spliced into the
 * input's own bytes, which stay as they came but for one member, "copydesk". */
#ifndef CD_PROCESSORS_STAMP_H
#define CD_PROCESSORS_STAMP_H

#include "processors/article.h"

/* The record to send, in the article's arena: the message's bytes with the stamp before
 * the last `}`. The stamp is the source, the members in the order in which they were
 * added, "truncated" and "errors" where there are any. Members that are droppable are
 * left out in rising order of that number where the result would exceed `most` bytes, and
 * named in "truncated". CD_EMESSAGE ("too_large") when even the smallest stamp does not
 * fit; CD_ENOMEM. */
CD_MUST_USE int cd_stamp(const struct cd_article *article, size_t most,
                         struct cd_str *out, struct cd_error *err);

/* What to leave free for the smallest stamp of this article, about 5 kB, and its `plain`:
 * known before the verdict, so that size is settled before the ledger. Only a stamp whose
 * staying members are uncommonly long (hundreds of removed spans) can be larger. */
size_t cd_stamp_smallest(const struct cd_article *article);

#endif
