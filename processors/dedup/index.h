/* The window of heads: articles that came out and that a later one can be a copy of. Two
 * depths: a head's hashes of whole text and document keys stay for `records` ledger
 * offsets, its samples only while it is among the newest `max_heads` heads. What leaves
 * the window leaves by ledger offset and number alone, in amortised constant time; no
 * clock has a part in it. */
#ifndef CD_PROCESSORS_DEDUP_INDEX_H
#define CD_PROCESSORS_DEDUP_INDEX_H

#include "processors/dedup/chains.h"
#include "processors/dedup/name.h"
#include "processors/dedup/postings.h"
#include "processors/dedup/record.h"

/* A head. */
struct cd_head {
    int64_t place;
    int64_t time_ms, modified_ms;
    int64_t cluster; /* place of the first article of its story */
    uint64_t text, id_key, url_key, record_key;
    struct cd_name *name, *cluster_name;
    uint32_t source, title, words;
    uint16_t version; /* of its story's article: 1, 2, … */
    uint8_t slug;     /* of its headline (slug.h) */
    bool gone;        /* withdrawn, or found to be no head after all */
};

struct cd_index {
    struct cd_fifo heads;  /* struct cd_head */
    struct cd_chains keys; /* whole text and document keys; owner = number of the head */
    struct cd_postings grams; /* of the newest; same numbers */
    uint64_t max_heads;
    size_t name_bytes;
};

enum cd_key { CD_KEY_TEXT, CD_KEY_ID, CD_KEY_URL };

CD_MUST_USE int cd_index_init(struct cd_index *index, uint64_t max_heads);
void cd_index_done(struct cd_index *index);

/* What a new head is, besides what was seen of it. Takes one hold of `name` (NULL: it
 * makes one of what was seen) and of `cluster_name` (NULL: its own name), also on
 * failure.
 */
struct cd_story {
    struct cd_name *name;
    int64_t cluster; /* -1: itself */
    struct cd_name *cluster_name;
    uint16_t version;
};

/* Adds a head; its number goes to *number. CD_ENOMEM leaves the index unusable but for
 * cd_index_done. */
CD_MUST_USE int cd_index_add(struct cd_index *index, int64_t place,
                             const struct cd_seen *seen, struct cd_story story,
                             uint64_t *number);

/* Takes out the heads before `place`. */
void cd_index_drop(struct cd_index *index, int64_t place);

/* The head of a number (its low 32 bits do); NULL: it has left the window or is gone. */
struct cd_head *cd_index_head(const struct cd_index *index, uint32_t number);

/* Fetches ahead of time what cd_index_head will touch. */
void cd_index_prefetch(const struct cd_index *index, uint32_t number);

/* Numbers of heads with this key, newest first, at most CD_CHAIN_MOST. Keys of 0 have
 * none. Chains compare 32 bits, this function all 64. */
unsigned cd_index_by_key(const struct cd_index *index, enum cd_key kind, uint64_t key,
                         uint32_t numbers[CD_CHAIN_MOST]);

/* The numbers of the heads that have samples: from *first to *end - 1. */
void cd_index_sampled(const struct cd_index *index, uint64_t *first, uint64_t *end);

/* Has the head its samples still? Then they go to *sketch (text and words, too). */
bool cd_index_sketch(const struct cd_index *index, uint32_t number,
                     struct cd_sketch *sketch);

size_t cd_index_bytes(const struct cd_index *index);

#endif
