/* See ledger_reader.h. consumer_poll, a message at a time: consume_batch waits until its
 * batch is full or its time is over. */
#include "consumer/ledger_reader.h"

static void on_event(rd_kafka_t *handle, void *opaque) {
    (void)handle;
    cd_bell_ring(opaque);
}

int cd_reader_open(struct cd_reader *reader, const struct cd_config *config,
                   const struct cd_logger *log, struct cd_bell *bell, int timeout_ms,
                   struct cd_error *err) {
    rd_kafka_conf_t *conf;
    *reader = (struct cd_reader){.client = {log, "ledger"}};
    reader->topic = cd_config_string(config, "topics.ledger");
    int rc = cd_client_conf(&conf, CD_CLIENT_LEDGER_READER, config, &reader->client, err);
    if (rc == 0)
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

void cd_reader_close(struct cd_reader *reader) {
    if (reader->events) {
        rd_kafka_queue_cb_event_enable(reader->events, NULL, NULL);
        rd_kafka_queue_destroy(reader->events);
    }
    if (reader->handle)
        rd_kafka_destroy(reader->handle);
    *reader = (struct cd_reader){0};
}

int cd_reader_start(struct cd_reader *reader, int64_t offset, struct cd_error *err) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    reader->position = offset > reader->low ? offset : reader->low;
    rd_kafka_topic_partition_list_add(list, reader->topic, 0)->offset = reader->position;
    rd_kafka_resp_err_t code = rd_kafka_assign(reader->handle, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code ? cd_fail(err, CD_EWORLD, "ledger", "read %s: %s", reader->topic,
                          rd_kafka_err2str(code))
                : 0;
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
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return cd_fail(err, CD_EWORLD, "gone", "%s: %s", reader->topic, words);
        default:
            cd_log(reader->client.log, CD_LOG_WARN, "ledger", "reading %s: %s",
                   reader->topic, words);
            return 0;
    }
}

int cd_reader_next(struct cd_reader *reader, int timeout_ms, rd_kafka_message_t **out,
                   struct cd_error *err) {
    rd_kafka_message_t *message = rd_kafka_consumer_poll(reader->handle, timeout_ms);
    *out = NULL;
    if (!message)
        return 0;
    int rc = 0;
    if (message->err)
        rc = take_error(reader, message, err);
    else if (message->offset != reader->position)
        rc = cd_fail(err, CD_EWORLD, "range", "%s has a gap: offset %lld came after %lld",
                     reader->topic, (long long)message->offset,
                     (long long)reader->position - 1);
    if (message->err || rc < 0) {
        rd_kafka_message_destroy(message);
        return rc;
    }
    reader->position++;
    *out = message;
    return 1;
}
