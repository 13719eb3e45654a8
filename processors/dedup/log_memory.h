/* A ledger in process: the same surface as the Kafka topic has (append at the end, read
 * by offset, the oldest records go), for the unit tests and the simulator. */
#ifndef CD_PROCESSORS_DEDUP_LOG_MEMORY_H
#define CD_PROCESSORS_DEDUP_LOG_MEMORY_H

#include "base/str.h"
#include "processors/dedup/fifo.h"

struct cd_log_memory {
    struct cd_fifo records;
};

/* An empty log; its first offset will be 0. */
void cd_log_memory_init(struct cd_log_memory *log);
void cd_log_memory_done(struct cd_log_memory *log); /* zeroed storage allowed */

/* Copies a record to the end. CD_ENOMEM. */
CD_MUST_USE int cd_log_memory_append(struct cd_log_memory *log, struct cd_str record);

/* The first offset that is there, and the one behind the last. */
int64_t cd_log_memory_first(const struct cd_log_memory *log);
int64_t cd_log_memory_end(const struct cd_log_memory *log);

/* The record at an offset, borrowed until it is dropped; absent where there is none. */
struct cd_str cd_log_memory_read(const struct cd_log_memory *log, int64_t offset);

/* Drops what lies before `offset`, as retention does. */
void cd_log_memory_drop(struct cd_log_memory *log, int64_t offset);

#endif
