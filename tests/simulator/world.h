/* What the instances share: the input's partitions with their committed offsets and
 * owners, the ledger, the clock that stamps records, and the book of what came out, which
 * the promises are held against. */
#ifndef CD_TESTS_SIMULATOR_WORLD_H
#define CD_TESTS_SIMULATOR_WORLD_H

#include "processors/dedup/judge.h"
#include "processors/dedup/log_memory.h"
#include "tests/simulator/stories.h"

#define PARTITIONS 6
#define NOBODY     (-1)

/* An article of the input, or a tombstone. */
struct article {
    int partition;
    struct cd_str record;     /* its fingerprint, while it may be needed */
    struct cd_str withdrawal; /* … and what is appended instead once it was refused */
    unsigned document;
    bool kill, tombstone;
    int64_t target; /* of a tombstone: the last article under its key before it */
    bool lost;      /* its topic was created anew before it was read */
    int64_t seen;   /* ledger offset of its newest fingerprint; -1: none */
    bool forgotten; /* one came more than `records` offsets after the one before it */
    bool refusable; /* the broker does not take it */
    bool refused;   /* and its owner knows */
    bool done;      /* a transaction with it was committed */
    bool dead;      /* as a dead letter */
    int64_t place;  /* that was judged; -1 */
    int64_t withdrawn_at; /* ledger offset from which on it is no head; -1 */
    enum cd_verdict_kind kind;
    int64_t of; /* the article that the verdict names; -1: none */
};

struct partition {
    int64_t *articles; /* by offset */
    size_t count, room;
    size_t committed; /* offset */
    int owner;
    unsigned generation;  /* of the assignment: a commit under an older one fails */
    unsigned incarnation; /* times the topic was created */
    int64_t closed_until; /* nobody gets it before the ledger's end is there */
};

/* What an instance said of a place first; the others must say the same. */
struct said {
    uint64_t ruled, logged; /* hashes; 0: nothing yet */
    int64_t first;          /* where its quote ran first, + 2; 0: nothing yet */
    size_t article;         /* whose record lies there, + 1 */
};

struct world {
    struct chance chance;
    struct stories *stories;
    struct cd_dedup_settings settings;
    struct cd_log_memory log;
    struct cd_arena arena;
    struct article *articles;
    size_t count, room;
    size_t undone; /* articles neither done nor lost */
    struct partition partitions[PARTITIONS];
    struct said *said; /* by ledger offset */
    size_t said_room;
    int64_t now_ms;
    bool strict; /* all instances judge alike: they must agree */
    uint64_t rulings, disagreements, commits, fenced, recreated, forgotten;
    uint64_t quoted, tombstones, kills, refused, forsaken;
    const char *broken; /* the first promise that was broken */
};

void world_init(struct world *world, uint64_t seed);
void world_done(struct world *world);

/* A new article at the end of a partition. */
void world_produce(struct world *world);

/* The topic of a partition is deleted and created again; what was not read is lost. */
void world_recreate(struct world *world, int partition);

/* Appends to the ledger the fingerprint of an article, or (-1) a decided record. */
void world_append(struct world *world, struct cd_str record, int64_t article);

/* A verdict was heard from a judge: first ruled, or standing. */
void world_hear(struct world *world, const struct cd_ruling *ruling);

/* The same judge says that the quote at an offset ran first at another; -1: there. */
void world_hear_first(struct world *world, int64_t offset, int64_t first);

/* What its owner appends of an article; absent: committed long ago. */
struct cd_str world_record(const struct world *world, int64_t article);

/* A transaction commits an article, the next of its partition. */
void world_commit(struct world *world, int64_t article, const struct cd_ruling *ruling);

/* The article that a stamp's name means; -1. */
int64_t world_named(struct cd_str name);

/* At the end: holds every promise against the book. */
void world_check(struct world *world);

/* Notes a broken promise, with the article. */
void world_broke(struct world *world, const char *promise, int64_t article);

#endif
