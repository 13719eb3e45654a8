#include "processors/dedup/chains.h"

#include <string.h>

struct node {
    uint32_t hash;
    uint32_t older; /* low bits of the next node's number; none(): there is none */
};

/* Who owns the nodes of a run of 32: the first one's owner, and where the next begin. */
struct block {
    uint32_t owner;
    uint32_t begins; /* bit i: node i is the first of its owner */
};

#define NODE_SHIFT    15 /* 256 KiB a segment */
#define BLOCK_SHIFT   13
#define BUCKET_SHIFT  16
#define BLOCK         32
#define FIRST_BUCKETS 64
#define SPLITS_AHEAD  16

int cd_chains_init(struct cd_chains *chains) {
    *chains = (struct cd_chains){.bucket_count = FIRST_BUCKETS, .next_owner = 1};
    cd_fifo_init(&chains->nodes, sizeof(struct node), NODE_SHIFT);
    cd_fifo_init(&chains->blocks, sizeof(struct block), BLOCK_SHIFT);
    cd_fifo_init(&chains->buckets, sizeof(uint32_t), BUCKET_SHIFT);
    chains->nodes.first = chains->nodes.end = BLOCK; /* blocks begin at a whole one */
    for (int i = 0; i < FIRST_BUCKETS; i++)
        if (!cd_fifo_push(&chains->buckets))
            return CD_ENOMEM;
    return CD_OK;
}

void cd_chains_done(struct cd_chains *chains) {
    cd_fifo_done(&chains->nodes);
    cd_fifo_done(&chains->blocks);
    cd_fifo_done(&chains->buckets);
}

size_t cd_chains_bytes(const struct cd_chains *chains) {
    return chains->nodes.bytes + chains->blocks.bytes + chains->buckets.bytes;
}

static struct node *node_at(const struct cd_chains *chains, uint64_t number) {
    return cd_fifo_at(&chains->nodes, number);
}

/* Buckets are numbered from 0, the queue's items from 1. */
static uint32_t *bucket_at(const struct cd_chains *chains, uint32_t bucket) {
    return cd_fifo_at(&chains->buckets, (uint64_t)bucket + 1);
}

/* Hashes are sampled by their low bits, which are therefore equal; spread them. */
static uint32_t spread(uint32_t hash) {
    hash *= UINT32_C(0x9e3779b1);
    return hash ^ hash >> 15;
}

/* The largest power of two that is not above the number of buckets. */
static uint32_t level_of(uint32_t buckets) {
    return UINT32_C(1) << (31 - __builtin_clz(buckets));
}

static uint32_t bucket_of(const struct cd_chains *chains, uint32_t hash) {
    uint32_t level = level_of(chains->bucket_count), h = spread(hash);
    uint32_t wide = h & (level * 2 - 1);
    return wide < chains->bucket_count ? wide : h & (level - 1);
}

/* The node that a link names, or 0 where it has left. */
static uint64_t follow(const struct cd_chains *chains, uint32_t link) {
    return cd_fifo_number(&chains->nodes, link);
}

/* A link to nothing: a node that has left stays so for as long as links live. */
static uint32_t none(const struct cd_chains *chains) {
    return (uint32_t)(chains->nodes.first - 1);
}

/* Buckets are split in order: what a later split will walk is fetched ahead of it. */
static void prefetch_split(const struct cd_chains *chains, uint32_t low) {
    if (low + SPLITS_AHEAD >= chains->bucket_count)
        return;
    uint64_t number = follow(chains, *bucket_at(chains, low + SPLITS_AHEAD));
    if (number)
        __builtin_prefetch(node_at(chains, number));
}

/* Parts the chain of a bucket over itself and the one that is added at the end. */
static int split_bucket(struct cd_chains *chains) {
    uint32_t level = level_of(chains->bucket_count);
    uint32_t low = chains->bucket_count - level;
    uint32_t *high_link = cd_fifo_push(&chains->buckets);
    if (!high_link)
        return CD_ENOMEM;
    prefetch_split(chains, low);
    uint32_t *low_link = bucket_at(chains, low);
    uint64_t number = follow(chains, *low_link);
    *low_link = *high_link = none(chains);
    chains->bucket_count++;
    while (number) {
        struct node *node = node_at(chains, number);
        bool high = spread(node->hash) & level;
        *(high ? high_link : low_link) = (uint32_t)number;
        number = follow(chains, node->older);
        node->older = none(chains);
        uint32_t *end = &node->older;
        if (high)
            high_link = end;
        else
            low_link = end;
    }
    return CD_OK;
}

/* Takes the last bucket away; its chain goes into the one it was split from, both being
 * in order from new to old. */
static void join_bucket(struct cd_chains *chains) {
    uint32_t last = chains->bucket_count - 1, level = level_of(last);
    uint64_t a = follow(chains, *bucket_at(chains, last));
    uint32_t *link = bucket_at(chains, last - level);
    uint64_t b = follow(chains, *link);
    while (a || b) {
        uint64_t *newer = a > b ? &a : &b;
        *link = (uint32_t)*newer;
        link = &node_at(chains, *newer)->older;
        *newer = follow(chains, *link);
    }
    *link = none(chains);
    chains->bucket_count = last;
    cd_fifo_pop(&chains->buckets);
}

/* A link that nobody followed while 2^32 nodes came would name a wrong one: every added
 * node looks at one bucket, so that each is looked at long before. */
static void sweep_bucket(struct cd_chains *chains) {
    if (++chains->sweep >= chains->bucket_count)
        chains->sweep = 0;
    uint32_t *link = bucket_at(chains, chains->sweep);
    if (!follow(chains, *link))
        *link = none(chains);
}

static int fit_buckets(struct cd_chains *chains) {
    uint64_t nodes = cd_fifo_count(&chains->nodes);
    sweep_bucket(chains);
    if (nodes > chains->bucket_count && chains->bucket_count < UINT32_C(1) << 31)
        return split_bucket(chains);
    if (nodes < chains->bucket_count / 4 && chains->bucket_count > FIRST_BUCKETS)
        join_bucket(chains);
    return CD_OK;
}

/* Unlinks the node of this hash that is one too many, the oldest, now that `number` is
 * about to become the newest. */
static void keep_newest(struct cd_chains *chains, uint32_t *link, uint32_t hash) {
    unsigned same = 1;
    for (uint64_t number = follow(chains, *link); number;) {
        struct node *node = node_at(chains, number);
        if (node->hash == hash && ++same > CD_CHAIN_MOST) {
            *link = node->older;
            return;
        }
        link = &node->older;
        number = follow(chains, *link);
    }
    *link = none(chains);
}

static int add_block(struct cd_chains *chains) {
    struct block *block = cd_fifo_push(&chains->blocks);
    if (!block)
        return CD_ENOMEM;
    block->owner = chains->next_owner;
    return CD_OK;
}

static struct block *block_of(const struct cd_chains *chains, uint64_t node) {
    return cd_fifo_at(&chains->blocks, node / BLOCK);
}

/* A node that belongs to the owner being added, not yet in a chain. */
static struct node *push_node(struct cd_chains *chains, bool first) {
    uint64_t number = chains->nodes.end;
    if (number % BLOCK == 0 && add_block(chains))
        return NULL;
    if (first && number % BLOCK != 0)
        block_of(chains, number)->begins |= UINT32_C(1) << number % BLOCK;
    return cd_fifo_push(&chains->nodes);
}

/* Puts the newest node in front of its chain. */
static void link_newest(struct cd_chains *chains, struct node *node) {
    uint32_t *bucket = bucket_at(chains, bucket_of(chains, node->hash));
    keep_newest(chains, bucket, node->hash);
    node->older = *bucket;
    *bucket = (uint32_t)(chains->nodes.end - 1);
}

int cd_chains_add(struct cd_chains *chains, const uint32_t *hashes, size_t count,
                  uint64_t *first) {
    *first = chains->nodes.end;
    /* An owner's number is told from where owners begin: each has one node at least. */
    if (count == 0 && !push_node(chains, true))
        return CD_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        struct node *node = push_node(chains, i == 0);
        if (!node)
            return CD_ENOMEM;
        node->hash = hashes[i];
        link_newest(chains, node);
        if (fit_buckets(chains))
            return CD_ENOMEM;
    }
    chains->next_owner++;
    return CD_OK;
}

void cd_chains_drop(struct cd_chains *chains, uint64_t first) {
    cd_fifo_drop(&chains->nodes, first);
    cd_fifo_drop(&chains->blocks, first / BLOCK);
}

static uint32_t owner_of(const struct cd_chains *chains, uint64_t node) {
    const struct block *block = block_of(chains, node);
    uint32_t until = UINT32_MAX >> (BLOCK - 1 - node % BLOCK);
    return block->owner + (uint32_t)__builtin_popcount(block->begins & until);
}

unsigned cd_chains_find(const struct cd_chains *chains, uint32_t hash,
                        uint32_t owners[CD_CHAIN_MOST]) {
    unsigned found = 0;
    uint32_t link = *bucket_at(chains, bucket_of(chains, hash));
    uint64_t number = follow(chains, link);
    while (number && found < CD_CHAIN_MOST) {
        const struct node *node = node_at(chains, number);
        if (node->hash == hash)
            owners[found++] = owner_of(chains, number);
        number = follow(chains, node->older);
    }
    return found;
}
