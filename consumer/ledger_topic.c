/* See ledger_topic.h. */
#include "consumer/ledger_topic.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

int64_t cd_ledger_retention_ms(int64_t window_ms) { return 2 * window_ms + DAY_MS; }

/* ---- is it right? ---- */

/* A look at the topic under way. */
struct look {
    struct cd_findings *findings;
    const struct cd_topic *topic;
    const char *brokers;
};

static void found_setting(const struct look *look, const char *name, const char *found,
                          const char *wanted) {
    const char *topic = look->topic->name;
    cd_found(look->findings, true,
             "topic %s: %s is %s, has to be %s (kafka-configs.sh --bootstrap-server %s "
             "--alter --entity-type topics --entity-name %s --add-config %s=%s)",
             topic, name, found, wanted, look->brokers, topic, name, wanted);
}

static void check_number(const struct look *look, const char *name, int64_t found,
                         int64_t wanted) {
    char is[32], has_to_be[32];
    snprintf(is, sizeof is, "%" PRId64, found);
    snprintf(has_to_be, sizeof has_to_be, "%" PRId64, wanted);
    found_setting(look, name, is, has_to_be);
}

static void check_settings(const struct look *look, int64_t window_ms) {
    struct cd_findings *findings = look->findings;
    const struct cd_topic *topic = look->topic;
    int64_t retention_ms = cd_ledger_retention_ms(window_ms);
    if (strcmp(topic->cleanup_policy, "delete") != 0)
        found_setting(look, "cleanup.policy", topic->cleanup_policy, "delete");
    if (topic->retention_bytes != -1)
        check_number(look, "retention.bytes", topic->retention_bytes, -1);
    if (topic->retention_ms != -1 && topic->retention_ms < retention_ms)
        check_number(look, "retention.ms", topic->retention_ms, retention_ms);
    if (strcmp(topic->timestamp_type, "LogAppendTime") != 0)
        cd_found(findings, false,
                 "topic %s: message.timestamp.type is %s: an instance whose clock is "
                 "wrong can make records expire early; LogAppendTime is safer",
                 topic->name, topic->timestamp_type);
    if (topic->replication >= 3 && topic->min_insync_replicas < 2)
        cd_found(findings, false,
                 "topic %s: min.insync.replicas is %" PRId64
                 ": a verdict can be acknowledged by one broker and lost with it; 2 is "
                 "safer",
                 topic->name, topic->min_insync_replicas);
}

void cd_ledger_topic_check(struct cd_findings *findings, const struct cd_topic *topic,
                           const char *brokers, int64_t window_ms) {
    const struct look look = {findings, topic, brokers ? brokers : "BROKER:9092"};
    if (topic->partitions != 1)
        cd_found(findings, true,
                 "topic %s: has %d partitions, the ledger has to be in one (make a new "
                 "topic and name it in topics.ledger, with all instances stopped)",
                 topic->name, (int)topic->partitions);
    if (topic->replication == 1)
        cd_found(findings, false,
                 "topic %s: has one replica: with its broker's disk the verdicts are "
                 "lost, and copies of earlier articles come out as unique",
                 topic->name);
    if (topic->unread)
        cd_found(findings, false, "topic %s: its settings are not checked: %s",
                 topic->name, topic->unread);
    else
        check_settings(&look, window_ms);
}

/* ---- making it ---- */

static int create(rd_kafka_t *admin, const char *name, int64_t window_ms, int timeout_ms,
                  struct cd_error *err) {
    char retention[32];
    int brokers = 0;
    int rc = cd_topics_brokers(admin, timeout_ms, &brokers, err);
    if (rc < 0)
        return rc;
    snprintf(retention, sizeof retention, "%" PRId64, cd_ledger_retention_ms(window_ms));
    const struct cd_topic_setting settings[] = {
        {"cleanup.policy", "delete"},
        {"retention.bytes", "-1"},
        {"retention.ms", retention},
        /* Retention must not hang on the clocks of those who write. */
        {"message.timestamp.type", "LogAppendTime"},
        {"min.insync.replicas", brokers >= 3 ? "2" : "1"},
    };
    struct cd_topic_plan plan = {.name = name,
                                 .partitions = 1,
                                 .replication = brokers >= 3 ? 3 : -1,
                                 .settings = settings,
                                 .count = sizeof settings / sizeof *settings};
    return cd_topics_create(admin, &plan, timeout_ms, err);
}

int cd_ledger_topic_ready(rd_kafka_t *admin, const struct cd_config *config,
                          const struct cd_logger *log, int timeout_ms,
                          struct cd_error *err) {
    int64_t window_ms = cd_config_integer(config, "dedup.window");
    struct cd_topic topic = {.name = cd_config_string(config, "topics.ledger")};
    int rc = cd_topics_describe(admin, &topic, 1, timeout_ms, err);
    if (rc == 0 && topic.hidden)
        return cd_fail(err, CD_EWORLD, "hidden",
                       "topic %s: the user of these brokers may not see it (Describe)",
                       topic.name);
    if (rc == 0 && !topic.exists) {
        rc = create(admin, topic.name, window_ms, timeout_ms, err);
        if (rc == 0)
            cd_log(log, CD_LOG_WARN, "ledger",
                   "topic %s was not there and is made: copies of what came before it "
                   "come out as unique",
                   topic.name);
        if (rc == 0)
            rc = cd_topics_describe(admin, &topic, 1, timeout_ms, err);
    }
    if (rc < 0)
        return rc;
    struct cd_findings findings = {0};
    cd_ledger_topic_check(&findings, &topic, cd_config_string(config, "kafka.brokers"),
                          window_ms);
    cd_findings_log(&findings, log, "ledger");
    if (findings.faults)
        return cd_fail(err, CD_EUSAGE, "ledger_topic",
                       "/topics/ledger: %s is not as the ledger's topic has to be: see "
                       "above",
                       topic.name);
    return 0;
}
