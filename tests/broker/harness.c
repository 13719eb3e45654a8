/* The tests' ways to a real broker. The broker itself is started by the script
 * kafka/broker, the same that ctest's fixture and a person at a shell use. */
#include "tests/broker/harness.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

#define WAIT_MS 30000

CD_PRINTF(1, 2)
static _Noreturn void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("broker harness: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static const char *from_environment(const char *name) {
    const char *value = getenv(name);
    if (!value)
        die("%s is not set; ctest does that", name);
    return value;
}

static void read_address(const char *dir, char *out, size_t room) {
    char path[512];
    snprintf(path, sizeof path, "%s/address", dir);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(out, (int)room, file))
        die("cannot read %s", path);
    fclose(file);
    out[strcspn(out, "\n")] = '\0';
}

const char *cd_broker_address(void) {
    static char address[64];
    const char *given = getenv("CD_BOOTSTRAP");
    if (given)
        return given;
    if (!address[0])
        read_address(from_environment("CD_BROKER_DIR"), address, sizeof address);
    return address;
}

void cd_broker_name(char *out, size_t room, const char *stem) {
    static int count;
    snprintf(out, room, "%s-%ld-%d", stem, (long)getpid(), count++);
}

/* Handles */

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char text[256];
    if (rd_kafka_conf_set(conf, name, value, text, sizeof text) != RD_KAFKA_CONF_OK)
        die("%s", text);
}

static rd_kafka_t *make(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
    char text[256];
    rd_kafka_t *handle = rd_kafka_new(type, conf, text, sizeof text);
    if (!handle)
        die("%s", text);
    return handle;
}

static rd_kafka_t *admin(const char *address) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", address);
    return make(RD_KAFKA_PRODUCER, conf);
}

rd_kafka_t *cd_broker_producer(const char *address) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", address);
    set(conf, "enable.idempotence", "true");
    set(conf, "log_level", "3"); /* a new broker's coordinator takes a moment */
    return make(RD_KAFKA_PRODUCER, conf);
}

void cd_broker_flush(rd_kafka_t *producer) {
    if (rd_kafka_flush(producer, WAIT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR)
        die("%d messages were not acknowledged", rd_kafka_outq_len(producer));
}

/* Topics */

/* The one result of an admin request; ends the test unless it is success. */
static void settle(rd_kafka_event_t *event, const char *what, const char *name) {
    if (!event)
        die("%s %s: no answer", what, name);
    if (rd_kafka_event_error(event))
        die("%s %s: %s", what, name, rd_kafka_event_error_string(event));
    size_t count = 0;
    const rd_kafka_topic_result_t **results =
        rd_kafka_event_type(event) == RD_KAFKA_EVENT_CREATETOPICS_RESULT
            ? rd_kafka_CreateTopics_result_topics(
                  rd_kafka_event_CreateTopics_result(event), &count)
            : rd_kafka_DeleteTopics_result_topics(
                  rd_kafka_event_DeleteTopics_result(event), &count);
    for (size_t i = 0; i < count; i++)
        if (rd_kafka_topic_result_error(results[i]))
            die("%s %s: %s", what, name, rd_kafka_topic_result_error_string(results[i]));
    rd_kafka_event_destroy(event);
}

static bool knows_topic(rd_kafka_t *handle, const char *name, int partitions) {
    rd_kafka_topic_t *topic = rd_kafka_topic_new(handle, name, NULL);
    const struct rd_kafka_metadata *metadata = NULL;
    bool known = false;
    if (rd_kafka_metadata(handle, 0, topic, &metadata, WAIT_MS) == 0) {
        const rd_kafka_metadata_topic_t *found = &metadata->topics[0];
        known = !found->err && found->partition_cnt == partitions;
        for (int i = 0; known && i < partitions; i++)
            known = !found->partitions[i].err && found->partitions[i].leader >= 0;
        rd_kafka_metadata_destroy(metadata);
    }
    rd_kafka_topic_destroy(topic);
    return known;
}

void cd_broker_topic(const char *address, const char *name, int partitions,
                     const char *const *settings) {
    rd_kafka_t *handle = admin(address);
    char text[256];
    rd_kafka_NewTopic_t *topic =
        rd_kafka_NewTopic_new(name, partitions, 1, text, sizeof text);
    if (!topic)
        die("%s", text);
    for (; settings && settings[0]; settings += 2)
        if (rd_kafka_NewTopic_set_config(topic, settings[0], settings[1]))
            die("%s: setting %s", name, settings[0]);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_CreateTopics(handle, &topic, 1, NULL, queue);
    settle(rd_kafka_queue_poll(queue, WAIT_MS), "create", name);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(topic);
    time_t deadline = time(NULL) + WAIT_MS / 1000;
    while (!knows_topic(handle, name, partitions)) {
        if (time(NULL) > deadline)
            die("%s: the broker does not come to know it", name);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    rd_kafka_destroy(handle);
}

void cd_broker_delete_topic(const char *address, const char *name) {
    rd_kafka_t *handle = admin(address);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_DeleteTopics(handle, &topic, 1, NULL, queue);
    settle(rd_kafka_queue_poll(queue, WAIT_MS), "delete", name);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_destroy(handle);
}

/* A broker of one's own */

static void script(const char *verb, const struct cd_broker *broker) {
    char command[512];
    snprintf(command, sizeof command, "'%s' %s '%s' %ld >/dev/null",
             from_environment("CD_BROKER"), verb, broker->dir, (long)getpid());
    if (system(command) != 0)
        die("%s failed", command);
}

void cd_broker_open(struct cd_broker *broker) {
    strcpy(broker->dir, "/tmp/copydesk-broker-XXXXXX");
    if (!mkdtemp(broker->dir))
        die("cannot make a folder in /tmp");
    cd_broker_start(broker);
}

void cd_broker_start(struct cd_broker *broker) {
    script("start", broker);
    read_address(broker->dir, broker->address, sizeof broker->address);
}

void cd_broker_kill(struct cd_broker *broker) { script("kill", broker); }
void cd_broker_stop(struct cd_broker *broker) { script("stop", broker); }
void cd_broker_freeze(struct cd_broker *broker) { script("freeze", broker); }
void cd_broker_thaw(struct cd_broker *broker) { script("thaw", broker); }

void cd_broker_close(struct cd_broker *broker) {
    char command[128];
    script("remove", broker);
    snprintf(command, sizeof command, "rm -rf '%s'", broker->dir);
    if (system(command) != 0)
        die("%s failed", command);
}

/* Reading */

static int partitions_of(rd_kafka_t *handle, const char *name) {
    rd_kafka_topic_t *topic = rd_kafka_topic_new(handle, name, NULL);
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t code = rd_kafka_metadata(handle, 0, topic, &metadata, WAIT_MS);
    if (code || metadata->topics[0].err)
        die("%s: %s", name, rd_kafka_err2str(code ? code : metadata->topics[0].err));
    int count = metadata->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(topic);
    return count;
}

static size_t read_partition(rd_kafka_t *handle, const char *topic, int partition,
                             void (*each)(const rd_kafka_message_t *, void *),
                             void *opaque) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
    if (rd_kafka_assign(handle, list))
        die("cannot assign %s [%d]", topic, partition);
    rd_kafka_topic_partition_list_destroy(list);
    size_t count = 0;
    for (bool end = false; !end;) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(handle, WAIT_MS);
        if (!message)
            die("%s [%d]: no answer", topic, partition);
        end = message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
        if (!end && message->err)
            die("%s [%d]: %s", topic, partition, rd_kafka_message_errstr(message));
        if (!end) {
            count++;
            each(message, opaque);
        }
        rd_kafka_message_destroy(message);
    }
    return count;
}

size_t cd_broker_read(const char *address, const char *topic, int committed,
                      void (*each)(const rd_kafka_message_t *message, void *opaque),
                      void *opaque) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", address);
    set(conf, "group.id", "nobody");
    set(conf, "enable.auto.commit", "false");
    set(conf, "enable.partition.eof", "true");
    set(conf, "isolation.level", committed ? "read_committed" : "read_uncommitted");
    rd_kafka_t *handle = make(RD_KAFKA_CONSUMER, conf);
    rd_kafka_poll_set_consumer(handle);
    size_t count = 0;
    int partitions = partitions_of(handle, topic);
    for (int i = 0; i < partitions; i++)
        count += read_partition(handle, topic, i, each, opaque);
    rd_kafka_consumer_close(handle);
    rd_kafka_destroy(handle);
    return count;
}
