/* Appends to the ledger's topic: an idempotent producer, so that no retry doubles or
 * reorders a record, and the account of what is acknowledged and read back. One thread's;
 * nothing here blocks but opening and closing. An append waits for its partition's leader
 * without limit: a delivery that fails for good is reported by cd_writer_poll, and the
 * ledger is then opened anew. */
#ifndef CD_CONSUMER_LEDGER_WRITER_H
#define CD_CONSUMER_LEDGER_WRITER_H

#include "consumer/client.h"
#include "consumer/wake.h"

#define CD_WRITER_MARKS 1024 /* acknowledged tickets that wait to be read back */

struct cd_writer {
    struct cd_client client; /* the handle's opaque points here */
    rd_kafka_t *handle;
    rd_kafka_queue_t *events;
    const char *topic;
    rd_kafka_topic_t *to; /* the same, as the handle knows it */

    uint64_t unacknowledged;
    int64_t last_offset;    /* of the newest acknowledged record; -1: none yet */
    int64_t waiting_since;  /* monotonic ms of the last sign of life, while any wait */
    struct cd_error failed; /* the first delivery that failed for good */

    struct {
        uint64_t ticket;
        int64_t offset;
    } marks[CD_WRITER_MARKS];
    size_t first_mark, marks_held;
};

/* Opens it for topics.ledger; rings `bell` when there is something to poll. `log` and
 * `bell` are borrowed until the close. CD_EUSAGE, CD_EWORLD. */
CD_MUST_USE int cd_writer_open(struct cd_writer *writer, const struct cd_config *config,
                               const struct cd_logger *log, struct cd_bell *bell,
                               struct cd_error *err);

/* Gives up what is not acknowledged. Zeroed storage allowed. */
void cd_writer_close(struct cd_writer *writer);

/* May another record be appended now? Bounds what waits for an acknowledgement. */
bool cd_writer_has_room(const struct cd_writer *writer);

/* Appends a copy of the record. A `ticket` above 0 makes it one whose settling is
 * followed; tickets rise. CD_EWORLD when the handle can take no more records at all. */
CD_MUST_USE int cd_writer_append(struct cd_writer *writer, struct cd_str record,
                                 uint64_t ticket, struct cd_error *err);

/* Takes in acknowledgements; returns their number. CD_EWORLD: a delivery failed for good,
 * or offsets did not rise (the topic was made anew or cut). */
CD_MUST_USE int cd_writer_poll(struct cd_writer *writer, struct cd_error *err);

/* The highest ticket whose record, and every one before it, is acknowledged and lies
 * before `position`, the reader's; 0: none since the last call. */
uint64_t cd_writer_settled(struct cd_writer *writer, int64_t position);

/* For how many ms have records waited without any acknowledgement? 0: none wait. */
int64_t cd_writer_waiting_ms(const struct cd_writer *writer, int64_t now_ms);

#endif
