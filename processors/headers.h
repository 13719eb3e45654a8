/* The headers of what is sent: those that came, all of them and in order, then ours. What
 * came under a name of ours ("copydesk-…", in any case) is left out: it would be
 * believed.
 */
#ifndef CD_PROCESSORS_HEADERS_H
#define CD_PROCESSORS_HEADERS_H

#include "processors/article.h"

struct cd_headers {
    struct cd_header *list;
    size_t count;
};

/* For a stamped article: "copydesk-source" (topic/partition/offset) and, where the
 * verdict is known, "copydesk-verdict" (unique, revision, exact, near). The list is in
 * the article's arena, names and values are borrowed from the record. CD_ENOMEM. */
CD_MUST_USE int cd_headers_stamped(const struct cd_article *article,
                                   struct cd_headers *out, struct cd_error *err);

/* For a dead letter: "copydesk-source", "copydesk-reason" and "copydesk-detail", the last
 * two from `why`, whose text is copied, and "copydesk-timestamp", the record's own in
 * milliseconds where it has one: a dead letter carries the time of its writing, lest
 * retention, which counts from that, takes an old one away at once. CD_ENOMEM. */
CD_MUST_USE int cd_headers_dead(const struct cd_record *record, struct cd_arena *arena,
                                const struct cd_error *why, struct cd_headers *out,
                                struct cd_error *err);

/* "unique", "revision", "exact", "near". */
const char *cd_verdict_name(enum cd_verdict_kind kind);

#endif
