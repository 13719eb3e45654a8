/* What is known of each offset of the ledger: whose seen record lies there, and what was
 * said of it. It answers "was this article seen before, and which verdict stands?" for
 * the last `records` offsets. One entry an offset, so that a place is found by
 * subtraction. */
#ifndef CD_PROCESSORS_DEDUP_PLACES_H
#define CD_PROCESSORS_DEDUP_PLACES_H

#include "processors/dedup/chains.h"
#include "processors/dedup/name.h"
#include "processors/dedup/record.h"

/* A verdict other than "unique, its own story"; shared by the places that repeat it. */
struct cd_outcome {
    uint32_t holders;
    uint16_t similarity, version;
    bool stale;
    enum cd_verdict_kind kind;
    int64_t of, cluster;
    struct cd_name *of_name, *cluster_name;
};

enum cd_place_state {
    CD_PLACE_OTHER,      /* no seen record of ours */
    CD_PLACE_PENDING,    /* first of its identity; not judged */
    CD_PLACE_JUDGED,     /* judged here, nothing logged yet */
    CD_PLACE_LOGGED,     /* its verdict stands in the ledger */
    CD_PLACE_REPEAT,     /* identity seen before: what was said is with `origin` */
    CD_PLACE_VOID,       /* its logged verdict named no head: as if never seen */
    CD_PLACE_WITHDRAWAL, /* no article: it ends one */
};

struct cd_place {
    struct cd_identity identity;
    int64_t origin;             /* the place that is judged: the first, or this one */
    struct cd_outcome *outcome; /* NULL: unique, or no verdict */
    uint32_t head;              /* its number in the index; 0: none there */
    uint8_t state;              /* enum cd_place_state */
    bool withdrawn;             /* it came to nothing: no head, whatever was said */
};

struct cd_places {
    struct cd_fifo entries;
    struct cd_chains spots; /* the hash of identity.low; owner = number of the entry */
    int64_t base;           /* offset of the entry numbered 0 */
    size_t outcome_bytes;
};

/* An empty memory whose first offset will be `first`. CD_ENOMEM. */
CD_MUST_USE int cd_places_init(struct cd_places *places, int64_t first);
void cd_places_done(struct cd_places *places);

/* Adds the next offset. `identity` is that of a seen record, or NULL for what is none;
 * the entry is CD_PLACE_OTHER until the caller says more. NULL without memory. */
CD_MUST_USE struct cd_place *cd_places_push(struct cd_places *places,
                                            const struct cd_identity *identity);

/* Forgets what lies before `offset`. */
void cd_places_drop(struct cd_places *places, int64_t offset);

/* The entry of an offset, or NULL where it is not in the memory. */
struct cd_place *cd_places_at(const struct cd_places *places, int64_t offset);

/* The newest offset, not before `since`, at which the identity was seen, void ones apart;
 * or -1. *recreated: the same place in the input was seen with other bytes. */
int64_t cd_places_find(const struct cd_places *places, const struct cd_identity *identity,
                       int64_t since, bool *recreated);

/* Sets the outcome of an entry: takes one hold of `outcome`, gives up that of the old. */
void cd_places_set(struct cd_places *places, struct cd_place *place,
                   struct cd_outcome *outcome);

size_t cd_places_bytes(const struct cd_places *places);

/* An outcome with one holder; takes a hold of each name, also on failure (NULL). */
CD_MUST_USE struct cd_outcome *cd_outcome_new(struct cd_outcome value);

/* Unique and revision come out: heads. */
static inline bool cd_outcome_is_head(const struct cd_outcome *outcome) {
    return !outcome || outcome->kind == CD_REVISION;
}

#endif
