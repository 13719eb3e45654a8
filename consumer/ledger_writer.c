/* See ledger_writer.h. A decided record's ticket travels as the message's opaque, so the
 * delivery report carries all that the account needs. */
#include "consumer/ledger_writer.h"

#include "consumer/clock.h"

/* Enough to keep five requests of full batches on their way. */
#define MOST_UNACKNOWLEDGED 20000
/* Only where the user made the producer's queue smaller than that. */
#define QUEUE_FULL_MS 5000
#define PURGE_MS      500
#define LOOK_MS       2000

static void take_mark(struct cd_writer *writer, uint64_t ticket, int64_t offset) {
    /* A full account becomes coarser: the newest two settle together. */
    if (writer->marks_held == CD_WRITER_MARKS)
        writer->marks_held--;
    size_t i = (writer->first_mark + writer->marks_held++) % CD_WRITER_MARKS;
    writer->marks[i].ticket = ticket;
    writer->marks[i].offset = offset;
}

/* Runs within rd_kafka_poll, on the caller's thread. */
static void on_delivery(rd_kafka_t *handle, const rd_kafka_message_t *message,
                        void *opaque) {
    struct cd_writer *writer = opaque;
    uint64_t ticket = (uintptr_t)message->_private;
    (void)handle;
    writer->unacknowledged--;
    writer->waiting_since = cd_now_ms();
    if (message->err) {
        cd_fail(&writer->failed, CD_EWORLD, "append", "append to %s: %s", writer->topic,
                rd_kafka_err2str(message->err));
        return;
    }
    if (message->offset <= writer->last_offset)
        cd_fail(
            &writer->failed, CD_EWORLD, "re-created",
            "%s was made anew or cut: a record was appended at %lld after one at %lld",
            writer->topic, (long long)message->offset, (long long)writer->last_offset);
    writer->last_offset = message->offset;
    if (ticket)
        take_mark(writer, ticket, message->offset);
}

static void on_event(rd_kafka_t *handle, void *opaque) {
    (void)handle;
    cd_bell_ring(opaque);
}

/* librdkafka looks for the leader of a topic that it does not know once a second: the
 * first append would wait for that. Where nobody answers, it does. */
static int open_topic(struct cd_writer *writer, struct cd_error *err) {
    const struct rd_kafka_metadata *answer;
    writer->to = rd_kafka_topic_new(writer->handle, writer->topic, NULL);
    if (!writer->to)
        return cd_fail(err, CD_EWORLD, "topic", "topic %s: %s", writer->topic,
                       rd_kafka_err2str(rd_kafka_last_error()));
    if (rd_kafka_metadata(writer->handle, 0, writer->to, &answer, LOOK_MS) ==
        RD_KAFKA_RESP_ERR_NO_ERROR)
        rd_kafka_metadata_destroy(answer);
    return 0;
}

int cd_writer_open(struct cd_writer *writer, const struct cd_config *config,
                   const struct cd_logger *log, struct cd_bell *bell,
                   struct cd_error *err) {
    rd_kafka_conf_t *conf;
    *writer =
        (struct cd_writer){.client = {.log = log, .part = "ledger"}, .last_offset = -1};
    writer->topic = cd_config_string(config, "topics.ledger");
    int rc = cd_client_conf(&conf, CD_CLIENT_LEDGER_WRITER, config, &writer->client, err);
    if (rc < 0)
        return rc;
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rc = cd_client_open(&writer->handle, conf, CD_CLIENT_LEDGER_WRITER, err);
    if (rc < 0)
        return rc;
    writer->events = rd_kafka_queue_get_main(writer->handle);
    rd_kafka_queue_cb_event_enable(writer->events, on_event, bell);
    return open_topic(writer, err);
}

void cd_writer_close(struct cd_writer *writer) {
    if (writer->events) {
        rd_kafka_queue_cb_event_enable(writer->events, NULL, NULL);
        rd_kafka_queue_destroy(writer->events);
    }
    if (writer->handle) {
        rd_kafka_purge(writer->handle,
                       RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        /* Takes the reports of what is purged. */
        rd_kafka_flush(writer->handle, PURGE_MS);
        if (writer->to)
            rd_kafka_topic_destroy(writer->to);
        rd_kafka_destroy(writer->handle);
    }
    *writer = (struct cd_writer){0};
}

bool cd_writer_has_room(const struct cd_writer *writer) {
    return writer->unacknowledged < MOST_UNACKNOWLEDGED;
}

static rd_kafka_resp_err_t produce(struct cd_writer *writer, struct cd_str record,
                                   uint64_t ticket) {
    return rd_kafka_producev(
        writer->handle, RD_KAFKA_V_RKT(writer->to), RD_KAFKA_V_PARTITION(0),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_VALUE((void *)(uintptr_t)record.p, record.len),
        RD_KAFKA_V_OPAQUE((void *)(uintptr_t)ticket), RD_KAFKA_V_END);
}

int cd_writer_append(struct cd_writer *writer, struct cd_str record, uint64_t ticket,
                     struct cd_error *err) {
    rd_kafka_resp_err_t code;
    int64_t deadline_ms = cd_now_ms() + QUEUE_FULL_MS;
    while ((code = produce(writer, record, ticket)) == RD_KAFKA_RESP_ERR__QUEUE_FULL &&
           cd_left_ms(deadline_ms))
        rd_kafka_poll(writer->handle, 10);
    if (code)
        return cd_fail(err, CD_EWORLD, "append", "append to %s: %s", writer->topic,
                       rd_kafka_err2str(code));
    if (writer->unacknowledged++ == 0)
        writer->waiting_since = cd_now_ms();
    return 0;
}

int cd_writer_poll(struct cd_writer *writer, struct cd_error *err) {
    int served = rd_kafka_poll(writer->handle, 0);
    if (!writer->failed.code)
        return served;
    if (err && !err->code)
        *err = writer->failed;
    return CD_EWORLD;
}

uint64_t cd_writer_settled(struct cd_writer *writer, int64_t position) {
    uint64_t ticket = 0;
    while (writer->marks_held && writer->marks[writer->first_mark].offset < position) {
        ticket = writer->marks[writer->first_mark].ticket;
        writer->first_mark = (writer->first_mark + 1) % CD_WRITER_MARKS;
        writer->marks_held--;
    }
    return ticket;
}

int64_t cd_writer_waiting_ms(const struct cd_writer *writer, int64_t now_ms) {
    return writer->unacknowledged ? now_ms - writer->waiting_since : 0;
}
