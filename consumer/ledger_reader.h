/* Reads the ledger's topic: a consumer without a group, assigned to its one partition. A
 * record at a time, in the order of offsets, and never past a gap: what retention took
 * before it was read, or a topic that was made anew, is an error. One thread's.
 *
 * A topic that is deleted and made anew under its name looks as before to this protocol,
 * once it has grown beyond our position. So whenever a broker says that the topic is not
 * there, the reader doubts it, and goes on only when the record before its position has
 * proved to be the one that it read. */
#ifndef CD_CONSUMER_LEDGER_READER_H
#define CD_CONSUMER_LEDGER_READER_H

#include "consumer/client.h"
#include "consumer/wake.h"

struct cd_reader {
    struct cd_client client; /* the handle's opaque points here */
    rd_kafka_t *handle;
    rd_kafka_queue_t *events;
    rd_kafka_queue_t *partition; /* the partition's own, to be emptied at the end */
    const char *topic;
    int64_t low, end; /* of the topic, as they stood when it was opened */
    int64_t position; /* the next offset to be read */

    uint64_t last_hash; /* of the record before it */
    bool has_last;      /* one was read at all */
    int64_t doubted_ms; /* since when the topic is doubted; 0: it is not */
    bool was_doubted;   /* ever */
    bool proving;       /* the next record is the last one once more */
};

/* Opens it for topics.ledger and finds the topic's bounds, within `timeout_ms`. Rings
 * `bell` when there is something to read; `log` and `bell` are borrowed until the close.
 * CD_EUSAGE, CD_EWORLD. */
CD_MUST_USE int cd_reader_open(struct cd_reader *reader, const struct cd_config *config,
                               const struct cd_logger *log, struct cd_bell *bell,
                               int timeout_ms, struct cd_error *err);
void cd_reader_close(struct cd_reader *reader); /* zeroed storage allowed */

/* Begins to read at `offset`, or at the topic's lowest where that is higher. CD_EWORLD */
CD_MUST_USE int cd_reader_start(struct cd_reader *reader, int64_t offset,
                                struct cd_error *err);

/* The next record: 1 and *message, to be given to rd_kafka_message_destroy; 0: none
 * within `timeout_ms`. CD_EWORLD, reason "range" or "gone": what should come next is not
 * there (any more). Other troubles are librdkafka's to mend, and logged. */
CD_MUST_USE int cd_reader_next(struct cd_reader *reader, int timeout_ms,
                               rd_kafka_message_t **message, struct cd_error *err);

#endif
