/* A bucket is a list from old to new, and the oldest occurrence of all is the first of
 * its bucket, so that what leaves the window is taken from a list's front. The number of
 * buckets is fixed by the settings, so that all instances look equally far. */
#include "processors/dedup/first.h"

#define LIST_SHIFT 10
#define MOST_STEPS                                                                       \
    64 /* in a bucket; a story carried by all must not slow down others                  \
        */

struct cd_first_bucket {
    uint32_t first, last; /* low 32 bits of numbers in the list; 0: none */
};

int cd_firsts_init(struct cd_firsts *firsts, uint64_t most) {
    *firsts = (struct cd_firsts){.most = most, .bucket_count = 1};
    cd_fifo_init(&firsts->list, sizeof(struct cd_first), LIST_SHIFT);
    while (firsts->bucket_count < most)
        firsts->bucket_count *= 2;
    firsts->buckets = calloc(firsts->bucket_count, sizeof *firsts->buckets);
    return firsts->buckets ? CD_OK : CD_ENOMEM;
}

static struct cd_first *at(const struct cd_firsts *firsts, uint32_t number) {
    uint64_t whole = number ? cd_fifo_number(&firsts->list, number) : 0;
    return whole ? cd_fifo_at(&firsts->list, whole) : NULL;
}

static struct cd_first_bucket *bucket_of(const struct cd_firsts *firsts, uint64_t hash) {
    return &firsts->buckets[(hash >> 1) & (firsts->bucket_count - 1)];
}

static size_t name_bytes(const struct cd_name *name) {
    return name->holders == 1 ? sizeof *name + name->len + 16
                              : 0; /* malloc's own share */
}

static void drop_oldest(struct cd_firsts *firsts) {
    struct cd_first *oldest = cd_fifo_at(&firsts->list, firsts->list.first);
    struct cd_first_bucket *bucket = bucket_of(firsts, oldest->hash);
    bucket->first = oldest->next;
    if (!oldest->next)
        bucket->last = 0;
    firsts->name_bytes -= name_bytes(oldest->name);
    cd_name_drop(oldest->name);
    cd_fifo_drop(&firsts->list, firsts->list.first + 1);
}

void cd_firsts_done(struct cd_firsts *firsts) {
    while (firsts->list.item && cd_fifo_count(&firsts->list))
        drop_oldest(firsts);
    cd_fifo_done(&firsts->list);
    free(firsts->buckets);
    firsts->buckets = NULL;
}

static int add_one(struct cd_firsts *firsts, const struct cd_first *one) {
    struct cd_first *first = cd_fifo_push(&firsts->list);
    if (!first)
        return CD_ENOMEM;
    *first = *one;
    cd_name_hold(one->name);
    uint32_t number = (uint32_t)(firsts->list.end - 1);
    struct cd_first_bucket *bucket = bucket_of(firsts, one->hash);
    struct cd_first *last = at(firsts, bucket->last);
    if (last)
        last->next = number;
    else
        bucket->first = number;
    bucket->last = number;
    if (cd_fifo_count(&firsts->list) > firsts->most)
        drop_oldest(firsts);
    return CD_OK;
}

int cd_firsts_add(struct cd_firsts *firsts, int64_t place, const struct cd_seen *seen) {
    if (!firsts->most || !seen->said_count)
        return CD_OK;
    struct cd_name *name = cd_name_new(seen->name);
    int rc = name ? CD_OK : CD_ENOMEM;
    for (unsigned i = 0; rc == CD_OK && i < seen->said_count; i++)
        rc = add_one(firsts, &(struct cd_first){.hash = seen->said[i],
                                                .place = place,
                                                .published_ms = seen->published_ms,
                                                .name = name});
    if (name)
        firsts->name_bytes += sizeof *name + name->len + 16;
    cd_name_drop(name);
    return rc;
}

void cd_firsts_drop(struct cd_firsts *firsts, int64_t place) {
    while (cd_fifo_count(&firsts->list)) {
        const struct cd_first *oldest = cd_fifo_at(&firsts->list, firsts->list.first);
        if (oldest->place >= place)
            return;
        drop_oldest(firsts);
    }
}

const struct cd_first *cd_firsts_find(const struct cd_firsts *firsts, uint64_t hash,
                                      int64_t place) {
    const struct cd_first *first = at(firsts, bucket_of(firsts, hash)->first);
    for (int i = 0; first && first->place < place && i < MOST_STEPS; i++) {
        if (first->hash == hash)
            return first;
        first = at(firsts, first->next);
    }
    return NULL;
}

size_t cd_firsts_bytes(const struct cd_firsts *firsts) {
    return firsts->list.bytes + firsts->name_bytes +
           (size_t)firsts->bucket_count * sizeof *firsts->buckets;
}
