#include "processors/dedup/log_memory.h"

#include <stdlib.h>

struct item {
    char *bytes;
    size_t len;
};

/* Offset 0 is the queue's item 1. */
static uint64_t number_of(int64_t offset) { return (uint64_t)offset + 1; }

static struct item *item_at(const struct cd_log_memory *log, uint64_t number) {
    return cd_fifo_at(&log->records, number);
}

void cd_log_memory_init(struct cd_log_memory *log) {
    cd_fifo_init(&log->records, sizeof(struct item), 8);
}

void cd_log_memory_done(struct cd_log_memory *log) {
    if (log->records.item)
        cd_log_memory_drop(log, cd_log_memory_end(log));
    cd_fifo_done(&log->records);
}

int cd_log_memory_append(struct cd_log_memory *log, struct cd_str record) {
    char *bytes = malloc(record.len + 1);
    struct item *item = bytes ? cd_fifo_push(&log->records) : NULL;
    if (!item) {
        free(bytes);
        return CD_ENOMEM;
    }
    if (record.len)
        memcpy(bytes, record.p, record.len);
    *item = (struct item){bytes, record.len};
    return CD_OK;
}

int64_t cd_log_memory_first(const struct cd_log_memory *log) {
    return (int64_t)log->records.first - 1;
}

int64_t cd_log_memory_end(const struct cd_log_memory *log) {
    return (int64_t)log->records.end - 1;
}

struct cd_str cd_log_memory_read(const struct cd_log_memory *log, int64_t offset) {
    if (offset < cd_log_memory_first(log) || offset >= cd_log_memory_end(log))
        return (struct cd_str){0};
    const struct item *item = item_at(log, number_of(offset));
    return (struct cd_str){item->bytes, item->len};
}

void cd_log_memory_drop(struct cd_log_memory *log, int64_t offset) {
    uint64_t first = offset < 0 ? 1 : number_of(offset);
    if (first > log->records.end)
        first = log->records.end;
    for (uint64_t n = log->records.first; n < first; n++)
        free(item_at(log, n)->bytes);
    cd_fifo_drop(&log->records, first);
}
