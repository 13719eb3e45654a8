#include "processors/dedup/queue.h"

#include <stdlib.h>

struct item {
    int64_t place;
    char *bytes;
    size_t len;
};

void cd_queue_init(struct cd_queue *queue) {
    *queue = (struct cd_queue){0};
    cd_fifo_init(&queue->items, sizeof(struct item), 10);
}

void cd_queue_done(struct cd_queue *queue) {
    while (!cd_queue_empty(queue))
        cd_queue_pop(queue);
    cd_fifo_done(&queue->items);
}

int cd_queue_push(struct cd_queue *queue, int64_t place, struct cd_str record) {
    char *bytes = malloc(record.len + 1);
    struct item *item = bytes ? cd_fifo_push(&queue->items) : NULL;
    if (!item) {
        free(bytes);
        return CD_ENOMEM;
    }
    memcpy(bytes, record.p, record.len);
    *item = (struct item){place, bytes, record.len};
    queue->bytes += record.len;
    return CD_OK;
}

static struct item *item_at(const struct cd_queue *queue, uint64_t number) {
    return cd_fifo_at(&queue->items, number);
}

int64_t cd_queue_at(const struct cd_queue *queue, uint64_t number,
                    struct cd_str *record) {
    const struct item *item = item_at(queue, number);
    *record = (struct cd_str){item->bytes, item->len};
    return item->place;
}

void cd_queue_pop(struct cd_queue *queue) {
    struct item *item = item_at(queue, queue->items.first);
    queue->bytes -= item->len;
    free(item->bytes);
    cd_fifo_drop(&queue->items, queue->items.first + 1);
}

struct cd_str cd_queue_find(const struct cd_queue *queue, int64_t place) {
    uint64_t low = queue->items.first, high = queue->items.end;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (item_at(queue, middle)->place < place)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == queue->items.end || item_at(queue, low)->place != place)
        return (struct cd_str){0};
    return (struct cd_str){item_at(queue, low)->bytes, item_at(queue, low)->len};
}
