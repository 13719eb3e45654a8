/* Reading is by assignment: without a group there is nothing to wait for. All samples go
 * to the first partition, so that they are read, and judged, in the order in which they
 * tell their stories. */
#include "consumer/demo/wire.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>

#include "consumer/demo/topics.h"

#define ANSWER_MS 10000

static const char *const outputs[] = {CD_DEMO_OUTPUT, CD_DEMO_DUPLICATES,
                                      CD_DEMO_DEAD_LETTER};

struct cd_wire {
    rd_kafka_t *feeder, *reader;
    rd_kafka_message_t *message; /* what the last arrival borrows from */
};

/* Opening */

/* A handle with the settings given as a NULL-ended list of names and values. */
static int open_handle(rd_kafka_t **out, rd_kafka_type_t type,
                       const char *const *settings, struct cd_error *err) {
    char text[256] = "";
    bool fits = true;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_DR);
    for (; fits && settings[0]; settings += 2)
        fits = rd_kafka_conf_set(conf, settings[0], settings[1], text, sizeof text) ==
               RD_KAFKA_CONF_OK;
    *out = fits ? rd_kafka_new(type, conf, text, sizeof text) : NULL;
    if (*out)
        return CD_OK;
    rd_kafka_conf_destroy(conf);
    return cd_fail(err, CD_EWORLD, NULL, "%s", text);
}

/* The number of a topic's partitions. */
static int ask_partitions(rd_kafka_t *handle, const char *name, int *count,
                          struct cd_error *err) {
    rd_kafka_topic_t *topic = rd_kafka_topic_new(handle, name, NULL);
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t code = rd_kafka_metadata(handle, 0, topic, &metadata, ANSWER_MS);
    if (!code)
        code = metadata->topics[0].err;
    if (!code)
        *count = metadata->topics[0].partition_cnt;
    if (metadata)
        rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(topic);
    return code ? cd_fail(err, CD_EWORLD, NULL, "%s: %s", name, rd_kafka_err2str(code))
                : CD_OK;
}

/* Appends a topic's partitions, each from where its end is now. */
static int list_ends(rd_kafka_t *reader, const char *topic,
                     rd_kafka_topic_partition_list_t *list, struct cd_error *err) {
    int count = 0;
    int rc = ask_partitions(reader, topic, &count, err);
    for (int i = 0; rc == CD_OK && i < count; i++) {
        int64_t low, high;
        rd_kafka_resp_err_t code =
            rd_kafka_query_watermark_offsets(reader, topic, i, &low, &high, ANSWER_MS);
        if (code)
            rc = cd_fail(err, CD_EWORLD, NULL, "%s: %s", topic, rd_kafka_err2str(code));
        else
            rd_kafka_topic_partition_list_add(list, topic, i)->offset = high;
    }
    return rc;
}

static int open_reader(struct cd_wire *wire, const char *brokers, struct cd_error *err) {
    const char *const settings[] = {"bootstrap.servers",
                                    brokers,
                                    "group.id",
                                    "copydesk-demo",
                                    "enable.auto.commit",
                                    "false",
                                    "fetch.wait.max.ms",
                                    "50",
                                    "isolation.level",
                                    "read_committed",
                                    "log_level",
                                    "3",
                                    NULL};
    int rc = open_handle(&wire->reader, RD_KAFKA_CONSUMER, settings, err);
    if (rc != CD_OK)
        return rc;
    rd_kafka_poll_set_consumer(wire->reader);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(3);
    for (size_t i = 0; rc == CD_OK && i < sizeof outputs / sizeof outputs[0]; i++)
        rc = list_ends(wire->reader, outputs[i], list, err);
    rd_kafka_resp_err_t code = rc == CD_OK ? rd_kafka_assign(wire->reader, list) : 0;
    if (code)
        rc = cd_fail(err, CD_EWORLD, NULL, "%s", rd_kafka_err2str(code));
    rd_kafka_topic_partition_list_destroy(list);
    return rc;
}

static int open_feeder(struct cd_wire *wire, const char *brokers, struct cd_error *err) {
    const char *const settings[] = {"bootstrap.servers", brokers, "linger.ms", "0",
                                    "log_level",         "3",     NULL};
    return open_handle(&wire->feeder, RD_KAFKA_PRODUCER, settings, err);
}

int cd_wire_open(struct cd_wire **out, const char *brokers, struct cd_error *err) {
    struct cd_wire *wire = calloc(1, sizeof *wire);
    if (!wire)
        return cd_fail_memory(err);
    int rc = open_feeder(wire, brokers, err);
    if (rc == CD_OK)
        rc = open_reader(wire, brokers, err);
    if (rc == CD_OK)
        *out = wire;
    else
        cd_wire_close(wire);
    return rc;
}

void cd_wire_close(struct cd_wire *wire) {
    if (!wire)
        return;
    if (wire->message)
        rd_kafka_message_destroy(wire->message);
    if (wire->reader) {
        rd_kafka_consumer_close(wire->reader);
        rd_kafka_destroy(wire->reader);
    }
    if (wire->feeder)
        rd_kafka_destroy(wire->feeder);
    free(wire);
}

/* Feeding */

/* Sends one message and waits for the offset that the broker gives it. */
static int feed_one(struct cd_wire *wire, struct cd_sample *sample,
                    rd_kafka_queue_t *reports) {
    rd_kafka_resp_err_t code = rd_kafka_producev(
        wire->feeder, RD_KAFKA_V_TOPIC(CD_DEMO_INPUT), RD_KAFKA_V_PARTITION(0),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_VALUE((void *)sample->bytes.p, sample->bytes.len), RD_KAFKA_V_END);
    rd_kafka_event_t *report = code ? NULL : rd_kafka_queue_poll(reports, ANSWER_MS);
    const rd_kafka_message_t *message =
        report ? rd_kafka_event_message_next(report) : NULL;
    if (message && !message->err) {
        sample->partition = message->partition;
        sample->offset = message->offset;
    }
    if (report)
        rd_kafka_event_destroy(report);
    return sample->offset >= 0 ? CD_OK : CD_EWORLD;
}

int cd_wire_feed(struct cd_wire *wire, const struct cd_samples *samples,
                 struct cd_error *err) {
    rd_kafka_queue_t *reports = rd_kafka_queue_get_main(wire->feeder);
    int rc = CD_OK;
    for (size_t i = 0; rc == CD_OK && i < samples->count; i++)
        rc = feed_one(wire, &samples->list[i], reports);
    rd_kafka_queue_destroy(reports);
    return rc == CD_OK
               ? CD_OK
               : cd_fail(err, rc, NULL, "%s does not take the samples", CD_DEMO_INPUT);
}

/* Reading */

static struct cd_str header_of(const rd_kafka_message_t *message, const char *name) {
    rd_kafka_headers_t *headers;
    const void *value;
    size_t len;
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, name, &value, &len))
        return (struct cd_str){0};
    return (struct cd_str){value, len};
}

/* The number at the end of `text`, which is cut off with the "/" before it; -1: none. */
static int64_t take_number(struct cd_str *text) {
    int64_t number = 0, unit = 1;
    size_t i = text->len;
    for (; i > 0 && text->p[i - 1] >= '0' && text->p[i - 1] <= '9'; i--, unit *= 10)
        number += unit * (text->p[i - 1] - '0');
    if (i == text->len)
        return -1;
    text->len = i > 0 ? i - 1 : 0;
    return number;
}

static enum cd_outcome outcome_of(const char *topic) {
    if (strcmp(topic, CD_DEMO_OUTPUT) == 0)
        return CD_OUTCOME_DESK;
    return strcmp(topic, CD_DEMO_DUPLICATES) == 0 ? CD_OUTCOME_COPY : CD_OUTCOME_DEAD;
}

int cd_wire_next(struct cd_wire *wire, int wait_ms, struct cd_arrival *out) {
    if (wire->message)
        rd_kafka_message_destroy(wire->message);
    wire->message = rd_kafka_consumer_poll(wire->reader, wait_ms);
    const rd_kafka_message_t *message = wire->message;
    if (!message || message->err)
        return 0;
    struct cd_str source = header_of(message, "copydesk-source"); /* topic/0/1711 */
    *out = (struct cd_arrival){
        .outcome = outcome_of(rd_kafka_topic_name(message->rkt)),
        .offset = take_number(&source),
        .value = {message->payload, message->len},
        .reason = header_of(message, "copydesk-reason"),
        .detail = header_of(message, "copydesk-detail"),
    };
    out->partition = (int32_t)take_number(&source);
    return 1;
}
