/* A queue of equal items that keep their number and their address while they live: the
 * window's memory. Items are pushed at one end and dropped at the other, both in constant
 * time; they lie in segments that are freed as they empty, so that a window that shrinks
 * gives its memory back, and nothing is ever copied when it grows. */
#ifndef CD_PROCESSORS_DEDUP_FIFO_H
#define CD_PROCESSORS_DEDUP_FIFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct cd_fifo {
    char **segments;     /* a ring, indexed by segment number & (room - 1) */
    size_t room;         /* a power of two, or 0 */
    char *spare;         /* an emptied segment, kept for the next push */
    size_t item;         /* bytes of an item */
    unsigned shift;      /* a segment holds 2^shift items */
    uint64_t first, end; /* the numbers of the oldest item and behind the newest */
    size_t bytes;        /* held: segments and the ring */
};

/* An empty queue of items of `item` bytes, 2^shift in a segment. Numbers begin at 1. */
void cd_fifo_init(struct cd_fifo *fifo, size_t item, unsigned shift);
void cd_fifo_done(struct cd_fifo *fifo); /* zeroed storage allowed */

/* A zeroed item, whose number is fifo->end - 1 afterwards; NULL without memory. */
CD_MUST_USE void *cd_fifo_push(struct cd_fifo *fifo);

/* So many zeroed items side by side, at most as many as a segment holds; their numbers
 * are the last ones before fifo->end. Those that a segment's rest has not room for are
 * left out: they belong to nothing. NULL without memory. */
CD_MUST_USE void *cd_fifo_push_run(struct cd_fifo *fifo, size_t count);

/* Drops what is older than `first` (at most fifo->end). */
void cd_fifo_drop(struct cd_fifo *fifo, uint64_t first);

/* Drops the newest item; there must be one. */
void cd_fifo_pop(struct cd_fifo *fifo);

/* The item of a number from first to end - 1. */
static inline void *cd_fifo_at(const struct cd_fifo *fifo, uint64_t number) {
    size_t segment = (size_t)(number >> fifo->shift) & (fifo->room - 1);
    size_t place = (size_t)(number & ((UINT64_C(1) << fifo->shift) - 1));
    return fifo->segments[segment] + place * fifo->item;
}

static inline uint64_t cd_fifo_count(const struct cd_fifo *fifo) {
    return fifo->end - fifo->first;
}

/* The full number of an item that is named by its low 32 bits, or 0 where none in the
 * queue has them. Right while fewer than 2^31 items are in it. */
static inline uint64_t cd_fifo_number(const struct cd_fifo *fifo, uint32_t low) {
    uint32_t age = (uint32_t)(fifo->end - 1) - low;
    return age < cd_fifo_count(fifo) ? fifo->end - 1 - age : 0;
}

#endif
