/* Which of the owners in the window have a hash: a hash table of chains whose nodes lie
 * in a queue, oldest first, so that what leaves the window costs nothing to remove. A
 * chain runs from new to old; whoever meets a node that has left the queue cuts the chain
 * there, for all behind it has left too. Buckets are split and joined one at a time
 * (linear hashing, Litwin 1980): no insertion waits for a table to be copied.
 *
 * Per node: 4 bytes of hash, 4 of link, 4 of bucket, a quarter of a byte for its owner.
 *
 * A hash keeps its CD_CHAIN_MOST newest nodes; older ones are unlinked when a newer one
 * comes. What a look-up finds is thus a function of the owners in the window alone. */
#ifndef CD_PROCESSORS_DEDUP_CHAINS_H
#define CD_PROCESSORS_DEDUP_CHAINS_H

#include "processors/dedup/fifo.h"

#define CD_CHAIN_MOST 8

struct cd_chains {
    struct cd_fifo nodes, blocks, buckets;
    uint32_t bucket_count; /* a power of two and the buckets split beyond it */
    uint32_t sweep;        /* the bucket to be looked at next for a chain that left */
    uint32_t next_owner;   /* the number of the owner to be added next */
};

/* An empty table. Owners are numbered from 1 in the order in which they are added. */
CD_MUST_USE int cd_chains_init(struct cd_chains *chains);
void cd_chains_done(struct cd_chains *chains);

/* Adds the next owner with its hashes (none is allowed: it takes one node all the same);
 * *first is the number of its first node. CD_ENOMEM leaves the table unusable but for
 * cd_chains_done. */
CD_MUST_USE int cd_chains_add(struct cd_chains *chains, const uint32_t *hashes,
                              size_t count, uint64_t *first);

/* Takes the owners whose nodes lie before node `first` out. */
void cd_chains_drop(struct cd_chains *chains, uint64_t first);

/* The owners of a hash, newest first, at most CD_CHAIN_MOST; returns how many. Numbers
 * are the low 32 bits. An owner that was added with a hash twice appears twice. */
unsigned cd_chains_find(const struct cd_chains *chains, uint32_t hash,
                        uint32_t owners[CD_CHAIN_MOST]);

size_t cd_chains_bytes(const struct cd_chains *chains);

#endif
