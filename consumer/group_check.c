/* See group_check.h. Offsets are asked for with a consumer's handle of the group that
 * subscribes to nothing, so no partition moves. */
#include "consumer/group_check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "consumer/admin_call.h"
#include "consumer/clock.h"

#define HOUR_MS  INT64_C(3600000)
#define AGAIN_MS 200 /* before a coordinator that loads is asked again */

/* ---- who is in it ---- */

static void check_members(const rd_kafka_ConsumerGroupDescription_t *group,
                          const char *instance, struct cd_findings *findings) {
    size_t count = rd_kafka_ConsumerGroupDescription_member_count(group);
    for (size_t i = 0; i < count; i++) {
        const rd_kafka_MemberDescription_t *member =
            rd_kafka_ConsumerGroupDescription_member(group, i);
        const char *name = rd_kafka_MemberDescription_group_instance_id(member);
        if (name && strcmp(name, instance) == 0)
            cd_found(findings, false,
                     "/instance/name: an instance \"%s\" is in the group, on host %s: "
                     "started with this name, one ends the other",
                     name, rd_kafka_MemberDescription_host(member));
    }
}

static bool is_moving(rd_kafka_resp_err_t code) {
    return code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS ||
           code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
           code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR;
}

/* Takes the one group that was asked for; its own error is a finding, unless its
 * coordinator is about to be ready (true) and there is time to ask `again`. */
static bool take_group(const rd_kafka_event_t *answer, const char *instance, bool again,
                       struct cd_findings *findings, struct cd_group_facts *out) {
    size_t count = 0;
    const rd_kafka_ConsumerGroupDescription_t **groups =
        rd_kafka_DescribeConsumerGroups_result_groups(
            rd_kafka_event_DescribeConsumerGroups_result(
                (rd_kafka_event_t *)(uintptr_t)answer),
            &count);
    const rd_kafka_error_t *error =
        count ? rd_kafka_ConsumerGroupDescription_error(groups[0]) : NULL;
    if (error && again && is_moving(rd_kafka_error_code(error)))
        return true;
    if (error)
        cd_found(findings, true, "/kafka/group: %s", rd_kafka_error_string(error));
    if (error || !count)
        return false;
    out->members = rd_kafka_ConsumerGroupDescription_member_count(groups[0]);
    snprintf(out->state, sizeof out->state, "%s",
             rd_kafka_consumer_group_state_name(
                 rd_kafka_ConsumerGroupDescription_state(groups[0])));
    check_members(groups[0], instance, findings);
    return false;
}

/* A cluster that is new makes the topic of groups at the first question about one, and is
 * silent until that stands. */
static int blame_coordinator(const rd_kafka_event_t *answer, const char *group,
                             struct cd_findings *findings, struct cd_error *err) {
    const char *words =
        rd_kafka_event_error_string((rd_kafka_event_t *)(uintptr_t)answer);
    if (rd_kafka_event_error((rd_kafka_event_t *)(uintptr_t)answer) !=
        RD_KAFKA_RESP_ERR__TIMED_OUT)
        return cd_fail(err, CD_EWORLD, "group", "group %s: %s", group, words);
    cd_found(findings, true,
             "/kafka/group: no broker coordinates group %s yet (%s); a new cluster makes "
             "its topic __consumer_offsets at the first question: ask again in a while. "
             "If it stays so, offsets.topic.replication.factor is more than there are "
             "brokers",
             group, words);
    return 0;
}

/* 1: to be asked again. */
static int ask(rd_kafka_t *admin, const char *instance, int timeout_ms,
               struct cd_findings *findings, struct cd_group_facts *out,
               struct cd_error *err) {
    struct cd_admin_call call;
    int rc = cd_admin_call_begin(&call, admin, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
                                 timeout_ms, err);
    if (rc == 0) {
        rd_kafka_DescribeConsumerGroups(admin, (const char **)&out->name, 1, call.options,
                                        call.queue);
        if (cd_admin_call_wait(&call))
            rc = blame_coordinator(call.answer, out->name, findings, err);
        else
            rc = take_group(call.answer, instance, timeout_ms > AGAIN_MS, findings, out);
    }
    cd_admin_call_end(&call);
    return rc;
}

static int describe(rd_kafka_t *admin, const struct cd_config *config, int timeout_ms,
                    struct cd_findings *findings, struct cd_group_facts *out,
                    struct cd_error *err) {
    struct cd_client_names names;
    int64_t deadline_ms = cd_now_ms() + timeout_ms;
    int rc = cd_client_names(config, &names, err);
    if (rc < 0)
        return rc;
    while ((rc = ask(admin, names.instance, cd_left_ms(deadline_ms), findings, out,
                     err)) > 0)
        cd_sleep_ms(AGAIN_MS);
    return rc;
}

/* ---- how far it is ---- */

static rd_kafka_topic_partition_list_t *
input_partitions(const struct cd_all_topics *topics) {
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(cd_all_topics_input_partitions(topics));
    for (size_t i = 0; i < topics->inputs; i++)
        for (int32_t p = 0; p < topics->input[i].partitions; p++)
            rd_kafka_topic_partition_list_add(list, topics->input[i].name, p);
    return list;
}

/* Kafka resets a group's offsets only while nobody is in it. */
#define RESET                                                                            \
    "all instances stopped, kafka-consumer-groups.sh --bootstrap-server %s --group %s "  \
    "--topic %s:%d --reset-offsets --to-earliest --execute"

/* One partition's bounds against what is committed and where the last hour began. */
static int account(rd_kafka_t *handle, const rd_kafka_topic_partition_t *committed,
                   int64_t hour_ago, int64_t deadline_ms, struct cd_findings *findings,
                   struct cd_group_facts *out) {
    int64_t low, high;
    rd_kafka_resp_err_t code =
        rd_kafka_query_watermark_offsets(handle, committed->topic, committed->partition,
                                         &low, &high, cd_left_ms(deadline_ms));
    if (code)
        return code;
    if (hour_ago >= 0)
        out->last_hour += high - hour_ago;
    int64_t at = committed->offset >= 0 ? committed->offset : low;
    out->committed |= committed->offset >= 0;
    out->behind += high - (at > low ? at : low);
    if (at < low)
        cd_found(findings, true,
                 "%s/%d: %lld records were removed before they were read (committed "
                 "%lld, the first there is %lld): a loss, to be accepted with " RESET,
                 committed->topic, (int)committed->partition, (long long)(low - at),
                 (long long)at, (long long)low, out->brokers, out->name, committed->topic,
                 (int)committed->partition);
    if (at > high)
        cd_found(findings, true,
                 "%s/%d: the group has committed %lld and the topic ends at %lld: it was "
                 "made anew (" RESET ")",
                 committed->topic, (int)committed->partition, (long long)at,
                 (long long)high, out->brokers, out->name, committed->topic,
                 (int)committed->partition);
    return 0;
}

static int read_progress(rd_kafka_t *handle, const struct cd_all_topics *topics,
                         int64_t deadline_ms, struct cd_findings *findings,
                         struct cd_group_facts *out) {
    rd_kafka_topic_partition_list_t *committed = input_partitions(topics);
    rd_kafka_topic_partition_list_t *hour_ago =
        rd_kafka_topic_partition_list_copy(committed);
    for (int i = 0; i < hour_ago->cnt; i++)
        hour_ago->elems[i].offset = (int64_t)time(NULL) * 1000 - HOUR_MS;
    int code = rd_kafka_committed(handle, committed, cd_left_ms(deadline_ms));
    if (!code)
        code = rd_kafka_offsets_for_times(handle, hour_ago, cd_left_ms(deadline_ms));
    for (int i = 0; !code && i < committed->cnt; i++)
        code = account(handle, &committed->elems[i], hour_ago->elems[i].offset,
                       deadline_ms, findings, out);
    rd_kafka_topic_partition_list_destroy(hour_ago);
    rd_kafka_topic_partition_list_destroy(committed);
    return code;
}

int cd_group_check(rd_kafka_t *admin, const struct cd_config *config,
                   const struct cd_all_topics *topics, int timeout_ms,
                   struct cd_findings *findings, struct cd_group_facts *out,
                   struct cd_error *err) {
    rd_kafka_t *handle;
    int64_t deadline_ms = cd_now_ms() + timeout_ms;
    *out = (struct cd_group_facts){.brokers = topics->brokers,
                                   .name = cd_config_string(config, "kafka.group")};
    int rc = describe(admin, config, timeout_ms, findings, out, err);
    if (rc < 0 || !*out->state || !cd_all_topics_input_partitions(topics))
        return rc;
    rc = cd_client_new(&handle, CD_CLIENT_INPUT, config, rd_kafka_opaque(admin), err);
    if (rc < 0)
        return rc;
    int code = read_progress(handle, topics, deadline_ms, findings, out);
    out->progress = !code;
    if (code)
        cd_found(findings, true, "/kafka/group: its offsets cannot be read: %s",
                 rd_kafka_err2str((rd_kafka_resp_err_t)code));
    rd_kafka_destroy(handle);
    return 0;
}
