/* Which of the newest heads have a 4-gram: the inverted index over their sketches. All
 * that is kept of an occurrence are 32 bits: its owner's number and a few of the gram's
 * hash. Whether an owner has a gram indeed is looked up in its sketch, which is there
 * anyway; a few are looked up in vain.
 *
 * The entries lie in 4,096 tables of open addressing, parted by hash, each of lines of
 * 64 bytes, so that a look-up touches one line of memory and an insertion none that its
 * look-up did not. A table grows and shrinks on its own, by building it anew: a 4,096th
 * of the index at a time. An entry whose owner has left the window is overwritten by the
 * next that comes by, and marked by a sweep that goes round with the insertions.
 *
 * A gram keeps its CD_MOST_OWNERS newest owners. What a look-up finds is a function of
 * the owners in the window alone, however the tables came to be. */
#ifndef CD_PROCESSORS_DEDUP_POSTINGS_H
#define CD_PROCESSORS_DEDUP_POSTINGS_H

#include "processors/dedup/sketches.h"

#define CD_MOST_OWNERS 8

struct cd_postings_table {
    char *memory;              /* to be freed … */
    uint32_t *slots;           /* … that these lie in */
    uint32_t lines, used;      /* used: slots that are or were entries */
    uint8_t shift, owner_bits; /* how its entries are written (table.h) */
};

struct cd_postings {
    struct cd_sketches sketches;
    struct cd_postings_table *tables;
    uint32_t sweep_table, sweep_line, sweep_live;
    size_t bytes; /* of the tables */
};

/* The newest owners of a gram, from new to old; low 32 bits of their numbers. */
struct cd_owners {
    unsigned count;
    uint32_t numbers[CD_MOST_OWNERS];
};

CD_MUST_USE int cd_postings_init(struct cd_postings *postings);
void cd_postings_done(struct cd_postings *postings); /* zeroed storage allowed */

/* Adds a sketch as the next owner, numbered from 1; fewer than 2^24 are there at a time.
 * CD_ENOMEM leaves the index unusable but for cd_postings_done. */
CD_MUST_USE int cd_postings_add(struct cd_postings *postings,
                                const struct cd_sketch *sketch);

/* Takes the owners before `first` out. */
void cd_postings_drop(struct cd_postings *postings, uint64_t first);

/* Who is of interest: the owners of grams that have so many owners, and who have so many
 * of the grams that are asked for. */
struct cd_least {
    unsigned owners, grams;
};

/* The owners of each gram of a sketch, to `found`, one for each of them. Owners who are
 * of interest in neither way may be left out: in a large index many share a gram by
 * chance, and each costs several places in memory to look up. */
void cd_postings_find(const struct cd_postings *postings, const struct cd_sketch *sketch,
                      struct cd_least least, struct cd_owners found[CD_MOST_GRAMS]);

/* Fetches what cd_postings_find will touch, ahead of time. */
void cd_postings_prefetch(const struct cd_postings *postings,
                          const struct cd_sketch *sketch);

size_t cd_postings_bytes(const struct cd_postings *postings);

#endif
