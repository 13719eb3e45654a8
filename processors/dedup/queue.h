/* Seen records whose verdict does not stand yet, in the order of the ledger: at start,
 * those that wait for a verdict that is logged further on; later, those that were judged
 * and whose record may be needed again, should the ledger say otherwise. Its owner bounds
 * it. */
#ifndef CD_PROCESSORS_DEDUP_QUEUE_H
#define CD_PROCESSORS_DEDUP_QUEUE_H

#include "base/str.h"
#include "processors/dedup/fifo.h"

struct cd_queue {
    struct cd_fifo items;
    size_t bytes;
};

void cd_queue_init(struct cd_queue *queue);
void cd_queue_done(struct cd_queue *queue);

/* Copies a record to the end. CD_ENOMEM. */
CD_MUST_USE int cd_queue_push(struct cd_queue *queue, int64_t place,
                              struct cd_str record);

static inline bool cd_queue_empty(const struct cd_queue *queue) {
    return cd_fifo_count(&queue->items) == 0;
}

/* The place and record of an item, by its number in `items`. */
int64_t cd_queue_at(const struct cd_queue *queue, uint64_t number, struct cd_str *record);

/* Takes the front away; there must be one. */
void cd_queue_pop(struct cd_queue *queue);

/* The record of a place, or the absent slice. */
struct cd_str cd_queue_find(const struct cd_queue *queue, int64_t place);

#endif
