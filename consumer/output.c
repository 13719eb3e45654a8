/* See output.h. */
#include "consumer/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/clock.h"

#define FULL_MS       5000 /* longest wait for room in the producer's queue */
#define BATCH_HEADER  61   /* of record batches, version 2 (KIP-98) */
#define RECORD_HEADER 36   /* a record's seven varints and its attributes, at most */

/* ---- topics ---- */

static int64_t setting(const rd_kafka_conf_t *conf, const char *name) {
    char value[64];
    size_t size = sizeof value;
    if (rd_kafka_conf_get(conf, name, value, &size) != RD_KAFKA_CONF_OK)
        return 0;
    return strtoll(value, NULL, 10);
}

static void take_topic(struct cd_destination *to, const struct cd_topic *topic) {
    to->name = topic->name;
    to->partitions = topic->partitions;
    to->most = topic->unread ? CD_USUAL_MOST : (size_t)topic->max_message_bytes;
}

/* What the producer would not send, the topics need not take. */
static int read_settings(struct cd_output *out, struct cd_error *err) {
    rd_kafka_conf_t *conf;
    int rc = cd_client_conf(&conf, CD_CLIENT_OUTPUT, out->config, &out->client, err);
    if (rc < 0)
        return rc;
    size_t most = (size_t)setting(conf, "message.max.bytes");
    for (int i = 0; i < CD_WAYS; i++)
        if (out->to[i].most > most)
            out->to[i].most = most;
    out->timeout_ms = (int)setting(conf, "transaction.timeout.ms");
    rd_kafka_conf_destroy(conf);
    return 0;
}

int cd_output_init(struct cd_output *out, const struct cd_config *config,
                   const struct cd_all_topics *topics, const struct cd_logger *log,
                   struct cd_error *err) {
    *out = (struct cd_output){.client = {.log = log, .part = "output"}, .config = config};
    take_topic(&out->to[CD_WAY_OUTPUT], &topics->output);
    take_topic(&out->to[CD_WAY_DUPLICATES],
               topics->duplicates.name ? &topics->duplicates : &topics->output);
    take_topic(&out->to[CD_WAY_DEAD_LETTER], &topics->dead_letter);
    return read_settings(out, err);
}

void cd_output_done(struct cd_output *out) {
    cd_output_close(out);
    cd_refusals_done(&out->refusals);
    free(out->places);
    *out = (struct cd_output){0};
}

static void take_answer(const struct cd_output *out, struct cd_destination *to,
                        const struct rd_kafka_metadata_topic *answer) {
    if (answer->err)
        cd_log(out->client.log, CD_LOG_WARN, "output", "topic %s: %s", to->name,
               rd_kafka_err2str(answer->err));
    else if (answer->partition_cnt > 0)
        to->partitions = answer->partition_cnt;
}

void cd_output_look(struct cd_output *out, int timeout_ms) {
    const struct rd_kafka_metadata *answer;
    for (int i = 0; i < CD_WAYS; i++) {
        struct cd_destination *to = &out->to[i];
        if (!to->topic || rd_kafka_metadata(out->producer, 0, to->topic, &answer,
                                            timeout_ms) != RD_KAFKA_RESP_ERR_NO_ERROR)
            continue;
        if (answer->topic_cnt == 1)
            take_answer(out, to, &answer->topics[0]);
        rd_kafka_metadata_destroy(answer);
    }
}

/* ---- the producer ---- */

static void note_refusal(struct cd_output *out, size_t place, rd_kafka_resp_err_t code) {
    if (!cd_refusal_is(code) || place >= out->records)
        return;
    const struct cd_place *at = &out->places[place];
    out->refused++;
    if (cd_refusals_add(&out->refusals, at->lane, at->offset, code, out->records == 1))
        out->no_memory = true;
}

static const char *name_of(const struct cd_output *out, const rd_kafka_topic_t *topic) {
    for (int i = 0; i < CD_WAYS; i++)
        if (out->to[i].topic == topic)
            return out->to[i].name;
    return NULL;
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
    struct cd_output *out = opaque;
    (void)rk;
    if (!message->err)
        return;
    /* What was purged was purged for the sake of another. */
    if (!out->failed++ || out->failed_for == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
        out->failed_for == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) {
        out->failed_for = message->err;
        out->failed_at = name_of(out, message->rkt);
    }
    note_refusal(out, (size_t)(uintptr_t)message->_private, message->err);
}

/* A batch that is larger than its topic's limit is refused whole, though each record in
 * it would be taken; so a small limit of one topic bounds all batches. */
static void bound_batches(const struct cd_output *out, rd_kafka_conf_t *conf) {
    char text[32], words[128];
    int64_t least = setting(conf, "batch.size");
    for (int i = 0; i < CD_WAYS; i++)
        if ((int64_t)out->to[i].most < least)
            least = (int64_t)out->to[i].most;
    snprintf(text, sizeof text, "%ld", (long)least);
    rd_kafka_conf_res_t rc =
        rd_kafka_conf_set(conf, "batch.size", text, words, sizeof words);
    (void)rc; /* below what librdkafka takes, every record is a batch: nothing to bound */
}

static int open_topics(struct cd_output *out, struct cd_error *err) {
    for (int i = 0; i < CD_WAYS; i++) {
        out->to[i].topic = rd_kafka_topic_new(out->producer, out->to[i].name, NULL);
        if (!out->to[i].topic)
            return cd_fail(err, CD_EWORLD, "topic", "topic %s: %s", out->to[i].name,
                           rd_kafka_err2str(rd_kafka_last_error()));
    }
    return 0;
}

int cd_output_open(struct cd_output *out, struct cd_error *err) {
    rd_kafka_conf_t *conf;
    int rc = cd_client_conf(&conf, CD_CLIENT_OUTPUT, out->config, &out->client, err);
    if (rc < 0)
        return rc;
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    cd_late_watch(conf, &out->late);
    bound_batches(out, conf);
    atomic_store(&out->late.flag, false);
    cd_output_begin(out);
    rc = cd_client_open(&out->producer, conf, CD_CLIENT_OUTPUT, err);
    return rc < 0 ? rc : open_topics(out, err);
}

void cd_output_close(struct cd_output *out) {
    for (int i = 0; i < CD_WAYS; i++) {
        if (out->to[i].topic)
            rd_kafka_topic_destroy(out->to[i].topic);
        out->to[i].topic = NULL;
    }
    if (!out->producer)
        return;
    rd_kafka_resp_err_t err =
        rd_kafka_purge(out->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                          RD_KAFKA_PURGE_F_NON_BLOCKING);
    (void)err; /* what is not purged is thrown away with the handle */
    rd_kafka_destroy(out->producer);
    out->producer = NULL;
}

void cd_output_serve(struct cd_output *out, int timeout_ms) {
    rd_kafka_poll(out->producer, timeout_ms);
}

/* ---- records ---- */

void cd_output_begin(struct cd_output *out) {
    out->records = 0;
    out->bytes = 0;
    out->failed = out->refused = 0;
    out->failed_for = RD_KAFKA_RESP_ERR_NO_ERROR;
    out->failed_at = NULL;
}

int32_t cd_output_partition(int32_t partition, int32_t input_partitions,
                            int32_t output_partitions, struct cd_str key) {
    if (input_partitions == output_partitions || output_partitions <= 0)
        return partition;
    if (!key.p)
        return partition % output_partitions;
    return rd_kafka_msg_partitioner_murmur2(NULL, key.p, key.len, output_partitions, NULL,
                                            NULL);
}

/* Bytes of a length as Kafka's records hold it: zigzag, then seven bits a byte. */
static size_t varint_size(size_t length) {
    size_t size = 1;
    for (length <<= 1; length >= 0x80; length >>= 7)
        size++;
    return size;
}

size_t cd_output_overhead(struct cd_str key, const struct cd_headers *headers) {
    size_t size = BATCH_HEADER + RECORD_HEADER + key.len;
    for (size_t i = 0; i < headers->count; i++) {
        size_t name = headers->list[i].name.len, value = headers->list[i].value.len;
        size += varint_size(name) + name + varint_size(value) + value;
    }
    return size;
}

static rd_kafka_headers_t *headers_of(const struct cd_headers *headers) {
    rd_kafka_headers_t *list = rd_kafka_headers_new(headers->count);
    for (size_t i = 0; list && i < headers->count; i++) {
        const struct cd_header *header = &headers->list[i];
        if (rd_kafka_header_add(list, header->name.p, (ssize_t)header->name.len,
                                header->value.p, (ssize_t)header->value.len)) {
            rd_kafka_headers_destroy(list);
            return NULL;
        }
    }
    return list;
}

static enum cd_way way_of(enum cd_outcome outcome) {
    if (outcome == CD_OUTCOME_DUPLICATE)
        return CD_WAY_DUPLICATES;
    return outcome == CD_OUTCOME_DEAD_LETTER ? CD_WAY_DEAD_LETTER : CD_WAY_OUTPUT;
}

/* librdkafka takes 0 as "now", so that is what a record without a time gets; one of the
 * very first millisecond of 1970 becomes one of the second. A dead letter always gets
 * the time of its writing: retention counts from it, and somebody has to read it first.
 */
static int64_t timestamp_of(const struct cd_slot *slot) {
    if (slot->outcome == CD_OUTCOME_DEAD_LETTER ||
        slot->record.timestamp_ms == CD_NO_TIME)
        return 0;
    return slot->record.timestamp_ms == 0 ? 1 : slot->record.timestamp_ms;
}

static rd_kafka_resp_err_t produce(const struct cd_output *out,
                                   const struct cd_slot *slot,
                                   rd_kafka_headers_t *headers, size_t place) {
    const struct cd_destination *to = &out->to[way_of(slot->outcome)];
    const struct cd_record *record = &slot->record;
    int32_t partition = cd_output_partition(record->partition, slot->lane->partitions,
                                            to->partitions, record->key);
    return rd_kafka_producev(
        out->producer, RD_KAFKA_V_RKT(to->topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_VALUE((void *)(uintptr_t)slot->out.p, slot->out.len),
        RD_KAFKA_V_KEY(record->key.p, record->key.len),
        RD_KAFKA_V_TIMESTAMP(timestamp_of(slot)), RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_OPAQUE((void *)(uintptr_t)place), RD_KAFKA_V_END);
}

/* A full queue empties itself as fast as the broker takes it. */
static rd_kafka_resp_err_t produce_when_there_is_room(struct cd_output *out,
                                                      const struct cd_slot *slot,
                                                      rd_kafka_headers_t *headers,
                                                      size_t place) {
    int64_t deadline = cd_now_ms() + FULL_MS;
    rd_kafka_resp_err_t code;
    while ((code = produce(out, slot, headers, place)) == RD_KAFKA_RESP_ERR__QUEUE_FULL &&
           cd_left_ms(deadline) > 0)
        cd_output_serve(out, 10);
    return code;
}

static int add_place(struct cd_output *out, const struct cd_slot *slot) {
    if (out->records == out->room) {
        size_t room = out->room ? out->room * 2 : 1024;
        struct cd_place *places = realloc(out->places, room * sizeof *places);
        if (!places)
            return CD_ENOMEM;
        out->places = places;
        out->room = room;
    }
    out->places[out->records++] = (struct cd_place){slot->lane, slot->record.offset};
    return 0;
}

int cd_output_send(struct cd_output *out, const struct cd_slot *slot,
                   struct cd_error *err) {
    rd_kafka_headers_t *headers = headers_of(&slot->headers);
    if (!headers || add_place(out, slot) < 0) {
        if (headers)
            rd_kafka_headers_destroy(headers);
        return cd_fail_memory(err);
    }
    size_t place = out->records - 1;
    rd_kafka_resp_err_t code = produce_when_there_is_room(out, slot, headers, place);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        out->bytes += slot->out.len;
        return 0;
    }
    rd_kafka_headers_destroy(headers);
    note_refusal(out, place, code);
    return cd_fail(err, CD_EWORLD, "produce", "topic %s: %s",
                   out->to[way_of(slot->outcome)].name, rd_kafka_err2str(code));
}
