/* See ledger_reader.h. consumer_poll, a message at a time: consume_batch waits until its
 * batch is full or its time is over. */
#include "consumer/ledger_reader.h"

#include "base/hash.h"
#include "consumer/clock.h"

/* A broker that has just started may not know its topics yet. */
#define PROOF_AFTER_MS 1000
#define GONE_AFTER_MS  10000

#define EMPTY_ROUNDS 50
#define EMPTY_MS     10

static void on_event(rd_kafka_t *handle, void *opaque) {
    (void)handle;
    cd_bell_ring(opaque);
}

/* Runs within consumer_poll, on the caller's thread. What concerns the topic comes here
 * and not as a message. */
static void on_error(rd_kafka_t *handle, int code, const char *text, void *opaque) {
    struct cd_reader *reader = opaque;
    bool doubt = code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
                 code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
                 code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
    if (!doubt || !reader->doubted_ms)
        cd_client_on_error(handle, code, text, opaque);
    if (doubt && !reader->doubted_ms)
        reader->doubted_ms = cd_now_ms();
    reader->was_doubted |= doubt;
}

int cd_reader_open(struct cd_reader *reader, const struct cd_config *config,
                   const struct cd_logger *log, struct cd_bell *bell, int timeout_ms,
                   struct cd_error *err) {
    rd_kafka_conf_t *conf;
    *reader = (struct cd_reader){.client = {log, "ledger"}};
    reader->topic = cd_config_string(config, "topics.ledger");
    int rc = cd_client_conf(&conf, CD_CLIENT_LEDGER_READER, config, &reader->client, err);
    if (rc < 0)
        return rc;
    rd_kafka_conf_set_error_cb(conf, on_error);
    rc = cd_client_open(&reader->handle, conf, CD_CLIENT_LEDGER_READER, err);
    if (rc < 0)
        return rc;
    reader->events = rd_kafka_queue_get_consumer(reader->handle);
    rd_kafka_queue_cb_event_enable(reader->events, on_event, bell);
    rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
        reader->handle, reader->topic, 0, &reader->low, &reader->end, timeout_ms);
    return code ? cd_fail(err, CD_EWORLD, "ledger", "bounds of %s: %s", reader->topic,
                          rd_kafka_err2str(code))
                : 0;
}

/* librdkafka before 2.6.1 leaves messages to itself in the queue of a partition whose
 * topic was deleted; they keep the partition alive and rd_kafka_destroy waits for it for
 * ever (its issue 4724). So they are taken out; stopping takes a moment to put them in.
 */
static void empty_partition(struct cd_reader *reader) {
    rd_kafka_assign(reader->handle, NULL);
    for (int i = 0; i < (reader->was_doubted ? EMPTY_ROUNDS : 1); i++) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(reader->handle, 0);
        if (message)
            rd_kafka_message_destroy(message);
        rd_kafka_event_t *event = rd_kafka_queue_poll(reader->partition, EMPTY_MS);
        if (event)
            rd_kafka_event_destroy(event);
    }
    rd_kafka_queue_destroy(reader->partition);
}

void cd_reader_close(struct cd_reader *reader) {
    if (reader->partition)
        empty_partition(reader);
    if (reader->events) {
        rd_kafka_queue_cb_event_enable(reader->events, NULL, NULL);
        rd_kafka_queue_destroy(reader->events);
    }
    if (reader->handle)
        rd_kafka_destroy(reader->handle);
    *reader = (struct cd_reader){0};
}

static int assign(struct cd_reader *reader, int64_t offset, struct cd_error *err) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, reader->topic, 0)->offset = offset;
    rd_kafka_resp_err_t code = rd_kafka_assign(reader->handle, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code ? cd_fail(err, CD_EWORLD, "ledger", "read %s: %s", reader->topic,
                          rd_kafka_err2str(code))
                : 0;
}

int cd_reader_start(struct cd_reader *reader, int64_t offset, struct cd_error *err) {
    reader->position = offset > reader->low ? offset : reader->low;
    int rc = assign(reader, reader->position, err);
    reader->partition = rd_kafka_queue_get_partition(reader->handle, reader->topic, 0);
    return rc;
}

static int take_error(struct cd_reader *reader, const rd_kafka_message_t *message,
                      struct cd_error *err) {
    const char *words = rd_kafka_message_errstr(message);
    switch ((int)message->err) {
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            return cd_fail(err, CD_EWORLD, "range",
                           "%s has no offset %lld (any more): %s", reader->topic,
                           (long long)reader->position, words);
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return cd_fail(err, CD_EWORLD, "refused", "%s: %s", reader->topic, words);
        default:
            cd_log(reader->client.log, CD_LOG_WARN, "ledger", "reading %s: %s",
                   reader->topic, words);
            return 0;
    }
}

/* Asks for the last record once more, when the doubt is old enough; gives up when it has
 * become too old. */
static int pursue_doubt(struct cd_reader *reader, struct cd_error *err) {
    int64_t doubt_ms = cd_now_ms() - reader->doubted_ms;
    if (doubt_ms > GONE_AFTER_MS)
        return cd_fail(err, CD_EWORLD, "gone", "%s: the topic is not there (any more)",
                       reader->topic);
    if (doubt_ms < PROOF_AFTER_MS || reader->proving)
        return 0;
    reader->proving = reader->has_last;
    if (!reader->proving)
        reader->doubted_ms = 0; /* nothing was read that could have changed */
    return assign(reader, reader->position - reader->proving, err);
}

static int take_proof(struct cd_reader *reader, const rd_kafka_message_t *message,
                      struct cd_error *err) {
    reader->proving = false;
    reader->doubted_ms = 0;
    if (message->offset == reader->position - 1 &&
        cd_hash(message->payload, message->len) == reader->last_hash)
        return 0;
    return cd_fail(err, CD_EWORLD, "re-created",
                   "%s was made anew: the record at offset %lld is not the one that "
                   "was there",
                   reader->topic, (long long)reader->position - 1);
}

static int take_record(struct cd_reader *reader, const rd_kafka_message_t *message,
                       struct cd_error *err) {
    if (message->offset != reader->position)
        return cd_fail(err, CD_EWORLD, "range",
                       "%s has a gap: offset %lld came after %lld", reader->topic,
                       (long long)message->offset, (long long)reader->position - 1);
    reader->position++;
    reader->last_hash = cd_hash(message->payload, message->len);
    reader->has_last = true;
    return 1;
}

int cd_reader_next(struct cd_reader *reader, int timeout_ms, rd_kafka_message_t **out,
                   struct cd_error *err) {
    *out = NULL;
    int rc = reader->doubted_ms ? pursue_doubt(reader, err) : 0;
    if (rc < 0)
        return rc;
    rd_kafka_message_t *message = rd_kafka_consumer_poll(reader->handle, timeout_ms);
    if (!message)
        return 0;
    if (message->err)
        rc = take_error(reader, message, err);
    else if (reader->proving)
        rc = take_proof(reader, message, err);
    else
        rc = take_record(reader, message, err);
    if (rc <= 0)
        rd_kafka_message_destroy(message);
    else
        *out = message;
    return rc;
}
