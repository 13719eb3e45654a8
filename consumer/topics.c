/* See topics.h. */
#include "consumer/topics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/admin_call.h"
#include "consumer/clock.h"

#define RETRY_MS 100  /* between two looks at a topic that has no leader yet */
#define ASK_MS   5000 /* for what the cluster answers from memory */

/* ---- metadata ---- */

static int fail_metadata(rd_kafka_resp_err_t code, struct cd_error *err) {
    return cd_fail(err, CD_EWORLD, "brokers", "/kafka/brokers: no broker answered: %s",
                   rd_kafka_err2str(code));
}

/* Metadata of one topic. A handle of the topic must not be kept: librdkafka would go on
 * asking for it. */
static int ask_topic(rd_kafka_t *admin, const char *name, int timeout_ms,
                     const struct rd_kafka_metadata **answer, struct cd_error *err) {
    rd_kafka_topic_t *topic = rd_kafka_topic_new(admin, name, NULL);
    if (!topic)
        return cd_fail(err, CD_EWORLD, "topic", "topic %s: %s", name,
                       rd_kafka_err2str(rd_kafka_last_error()));
    rd_kafka_resp_err_t code = rd_kafka_metadata(admin, 0, topic, answer, timeout_ms);
    rd_kafka_topic_destroy(topic);
    return code ? fail_metadata(code, err) : 0;
}

static void take_partitions(struct cd_topic *topic,
                            const struct rd_kafka_metadata_topic *answer, bool *leads) {
    topic->exists = true;
    topic->partitions = answer->partition_cnt;
    for (int i = 0; i < answer->partition_cnt; i++) {
        const struct rd_kafka_metadata_partition *partition = &answer->partitions[i];
        if (i == 0 || partition->replica_cnt < topic->replication)
            topic->replication = partition->replica_cnt;
        if (partition->err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
            *leads = false;
    }
}

/* One look at a topic; *leads says whether its partitions had leaders. */
static int look(rd_kafka_t *admin, struct cd_topic *topic, int timeout_ms, bool *leads,
                struct cd_error *err) {
    const struct rd_kafka_metadata *answer;
    *leads = true;
    int rc = ask_topic(admin, topic->name, timeout_ms, &answer, err);
    if (rc < 0)
        return rc;
    rd_kafka_resp_err_t code =
        answer->topic_cnt == 1 ? answer->topics[0].err : RD_KAFKA_RESP_ERR__FAIL;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        take_partitions(topic, &answer->topics[0], leads);
    else if (code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
        *leads = false;
    else if (code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        topic->hidden = true;
    else if (code != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        rc = cd_fail(err, CD_EWORLD, "topic", "topic %s: %s", topic->name,
                     rd_kafka_err2str(code));
    rd_kafka_metadata_destroy(answer);
    return rc;
}

/* Looks until the topic has its leaders, and if it `must` exist until it does. */
static int find(rd_kafka_t *admin, struct cd_topic *topic, bool must, int64_t deadline_ms,
                struct cd_error *err) {
    for (;;) {
        bool leads;
        int rc = look(admin, topic, cd_left_ms(deadline_ms), &leads, err);
        if (rc < 0 || topic->hidden || (leads && (topic->exists || !must)))
            return rc;
        if (!cd_left_ms(deadline_ms))
            return cd_fail(err, CD_EWORLD, "no_leader",
                           "topic %s: a partition has no leader", topic->name);
        cd_sleep_ms(RETRY_MS);
    }
}

int cd_topics_brokers(rd_kafka_t *admin, int timeout_ms, int *count,
                      struct cd_error *err) {
    const struct rd_kafka_metadata *answer;
    rd_kafka_resp_err_t code = rd_kafka_metadata(admin, 0, NULL, &answer, timeout_ms);
    if (code)
        return fail_metadata(code, err);
    *count = answer->broker_cnt;
    rd_kafka_metadata_destroy(answer);
    return 0;
}

/* ---- settings ---- */

static const char *entry_value(const rd_kafka_ConfigResource_t *resource,
                               const char *name) {
    size_t count;
    const rd_kafka_ConfigEntry_t **entries =
        rd_kafka_ConfigResource_configs(resource, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) == 0) {
            const char *value = rd_kafka_ConfigEntry_value(entries[i]);
            return value ? value : "";
        }
    return "";
}

static int64_t entry_number(const rd_kafka_ConfigResource_t *resource, const char *name) {
    return strtoll(entry_value(resource, name), NULL, 10);
}

/* Before Kafka 3.6 one setting bounds both directions. */
static int64_t oldest_timestamp(const rd_kafka_ConfigResource_t *answer) {
    int64_t before = entry_number(answer, "message.timestamp.before.max.ms");
    int64_t around = entry_number(answer, "message.timestamp.difference.max.ms");
    return before > 0 ? before : around > 0 ? around : INT64_MAX;
}

static void take_settings(struct cd_topic *topic,
                          const rd_kafka_ConfigResource_t *answer) {
    snprintf(topic->cleanup_policy, sizeof topic->cleanup_policy, "%s",
             entry_value(answer, "cleanup.policy"));
    snprintf(topic->timestamp_type, sizeof topic->timestamp_type, "%s",
             entry_value(answer, "message.timestamp.type"));
    topic->retention_ms = entry_number(answer, "retention.ms");
    topic->retention_bytes = entry_number(answer, "retention.bytes");
    topic->max_message_bytes = entry_number(answer, "max.message.bytes");
    topic->min_insync_replicas = entry_number(answer, "min.insync.replicas");
    topic->oldest_ms = oldest_timestamp(answer);
    topic->unread = NULL;
}

/* Asks for one resource's settings; *resource is borrowed from the call. */
static rd_kafka_resp_err_t ask_settings(struct cd_admin_call *call, rd_kafka_t *admin,
                                        rd_kafka_ResourceType_t type, const char *name,
                                        const rd_kafka_ConfigResource_t **resource) {
    size_t count = 0;
    if (!cd_admin_possible(admin, ASK_MS))
        return RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE;
    rd_kafka_ConfigResource_t *asked = rd_kafka_ConfigResource_new(type, name);
    rd_kafka_DescribeConfigs(admin, &asked, 1, call->options, call->queue);
    rd_kafka_ConfigResource_destroy(asked);
    rd_kafka_resp_err_t code = cd_admin_call_wait(call);
    if (code)
        return code;
    const rd_kafka_ConfigResource_t **answers = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(call->answer), &count);
    if (count != 1)
        return RD_KAFKA_RESP_ERR__BAD_MSG;
    *resource = answers[0];
    return rd_kafka_ConfigResource_error(answers[0]);
}

static int read_settings(rd_kafka_t *admin, struct cd_topic *topic, int timeout_ms,
                         struct cd_error *err) {
    struct cd_admin_call call;
    const rd_kafka_ConfigResource_t *answer;
    int rc = cd_admin_call_begin(&call, admin, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
                                 timeout_ms, err);
    if (rc < 0)
        goto out;
    rd_kafka_resp_err_t code =
        ask_settings(&call, admin, RD_KAFKA_RESOURCE_TOPIC, topic->name, &answer);
    if (!code)
        take_settings(topic, answer);
    else if (code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE) {
        topic->unread = "the cluster does not tell them";
        topic->untold = true;
    } else if (code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
               code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
        topic->unread = "not allowed to read them (DescribeConfigs on the topic)";
    else
        rc = cd_fail(err, CD_EWORLD, "topic", "settings of topic %s: %s", topic->name,
                     rd_kafka_err2str(code));
out:
    cd_admin_call_end(&call);
    return rc;
}

int cd_topics_describe(rd_kafka_t *admin, struct cd_topic *topics, size_t count,
                       int timeout_ms, struct cd_error *err) {
    int64_t deadline_ms = cd_now_ms() + timeout_ms;
    for (size_t i = 0; i < count; i++) {
        topics[i] =
            (struct cd_topic){.name = topics[i].name, .unread = "it does not exist"};
        int rc = find(admin, &topics[i], false, deadline_ms, err);
        if (rc == 0 && topics[i].exists)
            rc = read_settings(admin, &topics[i], cd_left_ms(deadline_ms), err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int first_broker(rd_kafka_t *admin, int timeout_ms, char name[16],
                        struct cd_error *err) {
    const struct rd_kafka_metadata *answer;
    rd_kafka_resp_err_t code = rd_kafka_metadata(admin, 0, NULL, &answer, timeout_ms);
    if (code)
        return fail_metadata(code, err);
    snprintf(name, 16, "%d", (int)(answer->broker_cnt ? answer->brokers[0].id : 0));
    rd_kafka_metadata_destroy(answer);
    return 0;
}

int cd_topics_broker_setting(rd_kafka_t *admin, const char *name, int timeout_ms,
                             int64_t *value, struct cd_error *err) {
    struct cd_admin_call call;
    char broker[16];
    const rd_kafka_ConfigResource_t *answer;
    int rc = first_broker(admin, timeout_ms, broker, err);
    if (rc < 0)
        return rc;
    rc = cd_admin_call_begin(&call, admin, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout_ms,
                             err);
    if (rc < 0)
        goto out;
    rd_kafka_resp_err_t code =
        ask_settings(&call, admin, RD_KAFKA_RESOURCE_BROKER, broker, &answer);
    if (code)
        rc = cd_fail(err, CD_EWORLD, "broker", "settings of broker %s: %s", broker,
                     rd_kafka_err2str(code));
    else if (!*entry_value(answer, name))
        rc = cd_fail(err, CD_EWORLD, "broker", "broker %s has no setting %s", broker,
                     name);
    else
        *value = entry_number(answer, name);
out:
    cd_admin_call_end(&call);
    return rc;
}

/* ---- making topics ---- */

static int new_topic(const struct cd_topic_plan *plan, rd_kafka_NewTopic_t **out,
                     struct cd_error *err) {
    char words[256];
    *out = rd_kafka_NewTopic_new(plan->name, plan->partitions, plan->replication, words,
                                 sizeof words);
    if (!*out)
        return cd_fail(err, CD_EWORLD, "create", "topic %s: %s", plan->name, words);
    for (size_t i = 0; i < plan->count; i++)
        if (rd_kafka_NewTopic_set_config(*out, plan->settings[i].name,
                                         plan->settings[i].value))
            return cd_fail(err, CD_EWORLD, "create", "topic %s: setting %s", plan->name,
                           plan->settings[i].name);
    return 0;
}

static int created(const rd_kafka_event_t *answer, const char *name,
                   struct cd_error *err) {
    size_t count = 0;
    const rd_kafka_topic_result_t **results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result((rd_kafka_event_t *)(uintptr_t)answer),
        &count);
    rd_kafka_resp_err_t code =
        count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR__BAD_MSG;
    if (!code || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        return 0;
    const char *words = count == 1 ? rd_kafka_topic_result_error_string(results[0]) : "";
    return cd_fail(err, CD_EWORLD, "create", "topic %s cannot be created: %s (%s)", name,
                   rd_kafka_err2str(code), words ? words : "");
}

static int request_topic(rd_kafka_t *admin, const struct cd_topic_plan *plan,
                         int timeout_ms, struct cd_error *err) {
    struct cd_admin_call call;
    rd_kafka_NewTopic_t *topic = NULL;
    if (!cd_admin_possible(admin, ASK_MS))
        return cd_fail(err, CD_EWORLD, "unsupported",
                       "topic %s cannot be created: the cluster names no controller",
                       plan->name);
    int rc = cd_admin_call_begin(&call, admin, RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout_ms,
                                 err);
    if (rc < 0 || (rc = new_topic(plan, &topic, err)) < 0)
        goto out;
    rd_kafka_CreateTopics(admin, &topic, 1, call.options, call.queue);
    rd_kafka_resp_err_t code = cd_admin_call_wait(&call);
    if (code)
        rc = cd_fail(err, CD_EWORLD,
                     code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE ? "unsupported"
                                                                    : "create",
                     "topic %s cannot be created: %s", plan->name,
                     rd_kafka_event_error_string(call.answer));
    else
        rc = created(call.answer, plan->name, err);
out:
    if (topic)
        rd_kafka_NewTopic_destroy(topic);
    cd_admin_call_end(&call);
    return rc;
}

int cd_topics_create(rd_kafka_t *admin, const struct cd_topic_plan *plan, int timeout_ms,
                     struct cd_error *err) {
    struct cd_topic topic = {.name = plan->name};
    int64_t deadline_ms = cd_now_ms() + timeout_ms;
    int rc = request_topic(admin, plan, timeout_ms, err);
    return rc < 0 ? rc : find(admin, &topic, true, deadline_ms, err);
}
