/* Reads the ledger's topic: a consumer without a group, assigned to its one partition. A
 * record at a time, in the order of offsets, and never past a gap: what retention took
 * before it was read, or a topic that was made anew, is an error. One thread's.
 *
 * A topic that is deleted and made anew under its name looks as before to this protocol
 * once it has grown beyond our position. What it cannot have is the old timestamps: so
 * the broker is asked now and then where the latest one that was read stands first. */
#ifndef CD_CONSUMER_LEDGER_READER_H
#define CD_CONSUMER_LEDGER_READER_H

#include "consumer/client.h"
#include "consumer/wake.h"

/* A record by which the topic is known again; offset -1: none. */
struct cd_anchor {
    int64_t time_ms, offset;
};

struct cd_reader {
    struct cd_client client; /* the handle's opaque points here */
    rd_kafka_t *handle;
    rd_kafka_queue_t *events;
    rd_kafka_queue_t *partition; /* the partition's own, to be emptied at the end */
    const char *topic;
    int64_t low, end; /* of the topic, as they stood when it was opened */
    int64_t position; /* the next offset to be read */

    struct cd_anchor latest;       /* the first record with the highest timestamp */
    struct cd_anchor older, newer; /* records that were so when they were read */
    int64_t anchored_ms;           /* when the newer one was read, by our own clock */
    bool verified;                 /* the broker was asked once at least */
    bool in_order;                 /* is there no later one before what was read? */

    int64_t doubted_ms; /* since when a broker says that the topic is not there; 0: no */
    bool was_doubted;   /* ever */
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

/* The history is read: what was read last is the anchor from now on. */
void cd_reader_caught_up(struct cd_reader *reader);

/* Is the topic still the one that was read? Asks the broker and waits for it, a second at
 * most; a question without an answer says nothing. The first answer tells whether
 * timestamps are in an order that can be asked for. To be called every five seconds.
 * CD_EWORLD: it was made anew,
 * or has not been there for ten seconds. */
CD_MUST_USE int cd_reader_verify(struct cd_reader *reader, struct cd_error *err);

#endif
