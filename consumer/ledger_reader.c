/* See ledger_reader.h. consumer_poll, a message at a time: consume_batch waits until its
 * batch is full or its time is over. */
#include "consumer/ledger_reader.h"

#include "consumer/clock.h"

#define VERIFY_MS 1000
/* Longer than two questions are apart: so an anchor is asked for that is older than
 * whatever happened since the last one. */
#define ANCHOR_MS     10000
#define GONE_AFTER_MS 10000 /* a broker that has just started may not know its topics */

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
    *reader = (struct cd_reader){.client = {.log = log, .part = "ledger"}};
    reader->latest.offset = reader->older.offset = reader->newer.offset = -1;
    reader->anchored_ms = -ANCHOR_MS;
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
    /* Where all that there is gets read, nothing can be later and stand before it. */
    reader->in_order = reader->verified = reader->position == reader->low;
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

/* The first record of all is no anchor: its place is that of a new topic's first, too. */
static void note_time(struct cd_reader *reader, const rd_kafka_message_t *message) {
    struct cd_anchor one = {rd_kafka_message_timestamp(message, NULL), message->offset};
    bool is_first = reader->latest.offset < 0;
    if (!is_first && one.time_ms <= reader->latest.time_ms)
        return;
    reader->latest = one;
    int64_t now_ms = cd_now_ms();
    if (is_first || now_ms - reader->anchored_ms < ANCHOR_MS)
        return;
    reader->older = reader->newer;
    reader->newer = one;
    reader->anchored_ms = now_ms;
}

static int take_record(struct cd_reader *reader, const rd_kafka_message_t *message,
                       struct cd_error *err) {
    if (message->offset != reader->position)
        return cd_fail(err, CD_EWORLD, "range",
                       "%s has a gap: offset %lld came after %lld", reader->topic,
                       (long long)message->offset, (long long)reader->position - 1);
    reader->position++;
    note_time(reader, message);
    return 1;
}

int cd_reader_next(struct cd_reader *reader, int timeout_ms, rd_kafka_message_t **out,
                   struct cd_error *err) {
    *out = NULL;
    rd_kafka_message_t *message = rd_kafka_consumer_poll(reader->handle, timeout_ms);
    if (!message)
        return 0;
    int rc = message->err ? take_error(reader, message, err)
                          : take_record(reader, message, err);
    if (rc <= 0)
        rd_kafka_message_destroy(message);
    else
        *out = message;
    return rc;
}

/* ---- is it still the same topic? ---- */

/* The first offset whose timestamp is not before `time_ms`; an offset below 0 where there
 * is none. False: no answer. */
static bool ask_offset(struct cd_reader *reader, int64_t time_ms, int64_t *offset) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_t *asked =
        rd_kafka_topic_partition_list_add(list, reader->topic, 0);
    asked->offset = time_ms;
    bool answered =
        !rd_kafka_offsets_for_times(reader->handle, list, VERIFY_MS) && !asked->err;
    *offset = asked->offset;
    rd_kafka_topic_partition_list_destroy(list);
    return answered;
}

static int give_up_doubt(const struct cd_reader *reader, struct cd_error *err) {
    if (!reader->doubted_ms || cd_now_ms() - reader->doubted_ms < GONE_AFTER_MS)
        return 0;
    return cd_fail(err, CD_EWORLD, "gone", "%s: the topic is not there (any more)",
                   reader->topic);
}

int cd_reader_verify(struct cd_reader *reader, struct cd_error *err) {
    int64_t offset;
    struct cd_anchor *anchor = reader->older.offset < 0 ? &reader->newer : &reader->older;
    if (anchor->offset < 0 || !ask_offset(reader, anchor->time_ms, &offset))
        return give_up_doubt(reader, err);
    reader->doubted_ms = 0;
    /* None is later: a new topic without records, which the next fetch will tell; or the
     * mock cluster, which does not know times. */
    if (offset < 0)
        return 0;
    if (!reader->verified)
        reader->in_order = offset >= anchor->offset;
    reader->verified = true;
    /* A higher one: retention has taken those before it. */
    if (!reader->in_order || offset >= anchor->offset)
        return 0;
    return cd_fail(err, CD_EWORLD, "re-created",
                   "%s was made anew: what was read at offset %lld is not there",
                   reader->topic, (long long)anchor->offset);
}

void cd_reader_caught_up(struct cd_reader *reader) {
    if (reader->newer.offset >= 0)
        reader->older = reader->newer = reader->latest;
}
