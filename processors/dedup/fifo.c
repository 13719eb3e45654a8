#include "processors/dedup/fifo.h"

#include <stdlib.h>
#include <string.h>

void cd_fifo_init(struct cd_fifo *fifo, size_t item, unsigned shift) {
    *fifo = (struct cd_fifo){.item = item, .shift = shift, .first = 1, .end = 1};
}

static uint64_t segment_of(const struct cd_fifo *fifo, uint64_t number) {
    return number >> fifo->shift;
}

static size_t segment_bytes(const struct cd_fifo *fifo) {
    return fifo->item << fifo->shift;
}

static void drop_segment(struct cd_fifo *fifo, char *segment) {
    if (!fifo->spare) {
        fifo->spare = segment;
        return;
    }
    free(segment);
    fifo->bytes -= segment_bytes(fifo);
}

void cd_fifo_done(struct cd_fifo *fifo) {
    if (fifo->segments) {
        for (size_t i = 0; i < fifo->room; i++)
            free(fifo->segments[i]);
        free(fifo->segments);
    }
    free(fifo->spare);
    cd_fifo_init(fifo, fifo->item, fifo->shift);
}

/* A ring twice as large, each segment at its new place. */
static int grow_ring(struct cd_fifo *fifo) {
    size_t room = fifo->room ? fifo->room * 2 : 8;
    char **segments = calloc(room, sizeof *segments);
    if (!segments)
        return CD_ENOMEM;
    if (fifo->room) {
        uint64_t last = segment_of(fifo, fifo->end - 1);
        for (uint64_t s = segment_of(fifo, fifo->first); s <= last; s++)
            segments[s & (room - 1)] = fifo->segments[s & (fifo->room - 1)];
    }
    free(fifo->segments);
    fifo->bytes += (room - fifo->room) * sizeof *segments;
    fifo->segments = segments;
    fifo->room = room;
    return CD_OK;
}

static int add_segment(struct cd_fifo *fifo, uint64_t segment) {
    uint64_t live = segment - segment_of(fifo, fifo->first) + 1;
    if (live > fifo->room && grow_ring(fifo))
        return CD_ENOMEM;
    char *fresh = fifo->spare;
    fifo->spare = NULL;
    if (!fresh) {
        fresh = malloc(segment_bytes(fifo));
        if (!fresh)
            return CD_ENOMEM;
        fifo->bytes += segment_bytes(fifo);
    }
    fifo->segments[segment & (fifo->room - 1)] = fresh;
    return CD_OK;
}

/* The segment of the item that comes next is there, or is made. */
static int reach_end(struct cd_fifo *fifo) {
    uint64_t segment = segment_of(fifo, fifo->end);
    bool there = fifo->room && fifo->segments[segment & (fifo->room - 1)] &&
                 segment - segment_of(fifo, fifo->first) < fifo->room;
    return there ? CD_OK : add_segment(fifo, segment);
}

void *cd_fifo_push(struct cd_fifo *fifo) {
    if (reach_end(fifo))
        return NULL;
    return memset(cd_fifo_at(fifo, fifo->end++), 0, fifo->item);
}

void *cd_fifo_push_run(struct cd_fifo *fifo, size_t count) {
    uint64_t last = segment_of(fifo, fifo->end + count - 1);
    if (last != segment_of(fifo, fifo->end))
        fifo->end = last << fifo->shift;
    if (reach_end(fifo))
        return NULL;
    void *run = memset(cd_fifo_at(fifo, fifo->end), 0, count * fifo->item);
    fifo->end += count;
    return run;
}

void cd_fifo_drop(struct cd_fifo *fifo, uint64_t first) {
    while (segment_of(fifo, fifo->first) < segment_of(fifo, first)) {
        size_t i = (size_t)segment_of(fifo, fifo->first) & (fifo->room - 1);
        if (fifo->segments[i])
            drop_segment(fifo, fifo->segments[i]);
        fifo->segments[i] = NULL;
        fifo->first = (segment_of(fifo, fifo->first) + 1) << fifo->shift;
    }
    fifo->first = first > fifo->first ? first : fifo->first;
}

void cd_fifo_pop(struct cd_fifo *fifo) {
    uint64_t segment = segment_of(fifo, fifo->end - 1);
    fifo->end--;
    if (fifo->end == segment << fifo->shift || fifo->end == fifo->first) {
        char **slot = &fifo->segments[segment & (fifo->room - 1)];
        drop_segment(fifo, *slot);
        *slot = NULL;
    }
}
