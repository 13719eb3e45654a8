/* See topics_check.h. */
#include "consumer/topics_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "processors/article.h"

#define DAY_MS               86400000.0
#define SUGGESTED_PARTITIONS 4

/* ---- which topics ---- */

static bool has_dedup(const struct cd_config *config) {
    const char *name;
    for (size_t i = 0; (name = cd_config_item(config, "processors", i)); i++)
        if (strcmp(name, "dedup") == 0)
            return true;
    return false;
}

/* Does a policy send anything to the duplicates topic? */
static bool has_duplicates(const struct cd_config *config) {
    static const char *const policies[] = {"dedup.policy.unique", "dedup.policy.revision",
                                           "dedup.policy.exact", "dedup.policy.near"};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        if (cd_config_choice(config, policies[i]) == CD_ROUTE_DUPLICATES)
            return has_dedup(config);
    return false;
}

static int name_inputs(struct cd_all_topics *out, const struct cd_config *config,
                       struct cd_error *err) {
    const char *name;
    while ((name = cd_config_item(config, "topics.input", out->inputs))) {
        if (out->inputs == CD_MOST_INPUTS)
            return cd_fail(err, CD_EUSAGE, "topics", "/topics/input: more than %d topics",
                           CD_MOST_INPUTS);
        out->input[out->inputs++].name = name;
    }
    return 0;
}

static int name_topics(struct cd_all_topics *out, const struct cd_config *config,
                       struct cd_error *err) {
    const char *brokers = cd_config_string(config, "kafka.brokers");
    *out = (struct cd_all_topics){.brokers = brokers ? brokers : "BROKER:9092"};
    out->output.name = cd_config_string(config, "topics.output");
    out->dead_letter.name = cd_config_string(config, "topics.dead_letter");
    if (has_duplicates(config))
        out->duplicates.name = cd_config_string(config, "topics.duplicates");
    if (has_dedup(config))
        out->ledger.name = cd_config_string(config, "topics.ledger");
    return name_inputs(out, config, err);
}

int cd_all_topics_read(rd_kafka_t *admin, const struct cd_config *config, int timeout_ms,
                       struct cd_all_topics *out, struct cd_error *err) {
    int rc = name_topics(out, config, err);
    if (rc == 0)
        rc = cd_topics_describe(admin, out->input, out->inputs, timeout_ms, err);
    struct cd_topic *const ends[] = {&out->output, &out->dead_letter, &out->duplicates,
                                     &out->ledger};
    for (size_t i = 0; rc == 0 && i < sizeof ends / sizeof *ends; i++)
        if (ends[i]->name)
            rc = cd_topics_describe(admin, ends[i], 1, timeout_ms, err);
    return rc;
}

int32_t cd_all_topics_input_partitions(const struct cd_all_topics *topics) {
    int32_t partitions = 0;
    for (size_t i = 0; i < topics->inputs; i++)
        partitions += topics->input[i].partitions;
    return partitions;
}

/* ---- what is wrong with them ---- */

#define ALTER                                                                            \
    "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics "               \
    "--entity-name %s --add-config "

/* A topic that we write to. */
struct end {
    const char *pointer;   /* of the configuration */
    bool own_time;         /* records have the time of their writing, not the input's */
    int64_t room;          /* bytes that we add to a record */
    const char *too_large; /* what becomes of one without that room */
    const char *compacted; /* what becomes of records in a compacted topic */
};

#define ARTICLES_TOO_LARGE                                                               \
    "an article that leaves no room for its stamp becomes a dead letter"
#define ARTICLES_COMPACTED                                                               \
    "articles without a key are refused and become dead letters, of those with one "     \
    "key only the newest is kept"

static const struct end output_end = {"/topics/output", false, CD_ROOM_FOR_STAMP,
                                      ARTICLES_TOO_LARGE, ARTICLES_COMPACTED};
static const struct end duplicates_end = {"/topics/duplicates", false, CD_ROOM_FOR_STAMP,
                                          ARTICLES_TOO_LARGE, ARTICLES_COMPACTED};
static const struct end dead_letter_end = {
    "/topics/dead_letter", true, CD_ROOM_FOR_REASON,
    "the dead letter of a record that leaves no room for the reason goes without its "
    "bytes",
    "a dead letter without a key is refused, which stops the service, of those with one "
    "key only the newest is kept, and one without its bytes ends those before it"};

/* The widest input: what an end has to match. None of them may exist. */
static const struct cd_topic *widest_input(const struct cd_all_topics *topics) {
    const struct cd_topic *widest = &topics->input[0];
    for (size_t i = 1; i < topics->inputs; i++)
        if (topics->input[i].partitions > widest->partitions)
            widest = &topics->input[i];
    return widest;
}

/* What a topic that is not there has to be made with; "" for the default. */
static bool check_exists(struct cd_findings *findings, const struct cd_all_topics *topics,
                         const struct cd_topic *topic, const char *pointer,
                         const char *settings) {
    int32_t partitions = widest_input(topics)->partitions;
    if (topic->hidden)
        cd_found(findings, true,
                 "%s: topic %s: the user of these brokers may not see it "
                 "(kafka-acls.sh --bootstrap-server %s --add --allow-principal User:NAME "
                 "--operation Describe --topic %s; what else it needs is in "
                 "consumer/README.md)",
                 pointer, topic->name, topics->brokers, topic->name);
    else if (!topic->exists)
        cd_found(findings, true,
                 "%s: topic %s does not exist (kafka-topics.sh --bootstrap-server %s "
                 "--create --topic %s --partitions %d%s)",
                 pointer, topic->name, topics->brokers, topic->name,
                 (int)(partitions ? partitions : SUGGESTED_PARTITIONS), settings);
    return topic->exists;
}

/* Settings of a topic that we write to which refuse or change records. */
static void check_writable(struct cd_findings *findings, const struct cd_topic *topic,
                           const char *compacted) {
    if (topic->unread) {
        cd_found(findings, false, "topic %s: its settings are not checked: %s",
                 topic->name, topic->unread);
        return;
    }
    if (topic->min_insync_replicas > topic->replication)
        cd_found(findings, true,
                 "topic %s: min.insync.replicas is %" PRId64
                 " and there are %d replicas: nothing can be written to it",
                 topic->name, topic->min_insync_replicas, topic->replication);
    if (strstr(topic->cleanup_policy, "compact"))
        cd_found(findings, false, "topic %s: is compacted: %s", topic->name, compacted);
}

static void check_timestamps(struct cd_findings *findings,
                             const struct cd_all_topics *topics,
                             const struct cd_topic *topic) {
    const struct cd_topic *input = widest_input(topics);
    if (topic->unread || input->unread)
        return;
    if (strcmp(topic->timestamp_type, "LogAppendTime") == 0) {
        cd_found(findings, false,
                 "topic %s: message.timestamp.type is LogAppendTime: the articles' own "
                 "timestamps are replaced by the time of writing",
                 topic->name);
        return;
    }
    if (strcmp(input->timestamp_type, "LogAppendTime") == 0)
        return; /* nothing old comes in */
    if (topic->oldest_ms != INT64_MAX)
        cd_found(findings, false,
                 "topic %s: refuses timestamps from more than %.3g days ago: articles "
                 "stamped so become dead letters (message.timestamp.before.max.ms)",
                 topic->name, (double)topic->oldest_ms / DAY_MS);
    if (topic->retention_ms != -1)
        cd_found(findings, false,
                 "topic %s: retention.ms is %" PRId64
                 " (%.3g days), counted from the input's timestamps: an article stamped "
                 "earlier than that, as in a backfill, is removed soon after it is "
                 "written (" ALTER "retention.ms=-1)",
                 topic->name, topic->retention_ms, (double)topic->retention_ms / DAY_MS,
                 topics->brokers, topic->name);
}

/* The largest record of the inputs; where none tells, what Kafka's default allows. */
static int64_t largest_record(const struct cd_all_topics *topics) {
    int64_t most = 0;
    for (size_t i = 0; i < topics->inputs; i++)
        if (!topics->input[i].unread && topics->input[i].max_message_bytes > most)
            most = topics->input[i].max_message_bytes;
    return most ? most : CD_USUAL_MOST;
}

/* What we add to the largest record must find room beside it. */
static void check_size(struct cd_findings *findings, const struct cd_all_topics *topics,
                       const struct cd_topic *topic, const struct end *end) {
    int64_t wanted = largest_record(topics) + end->room;
    if (!topic->unread && !widest_input(topics)->unread &&
        topic->max_message_bytes < wanted)
        cd_found(findings, false,
                 "topic %s: max.message.bytes is %" PRId64
                 ", the input takes records of %" PRId64 ": %s (" ALTER
                 "max.message.bytes=%" PRId64 ")",
                 topic->name, topic->max_message_bytes, largest_record(topics),
                 end->too_large, topics->brokers, topic->name, wanted);
}

static void check_partitions(struct cd_findings *findings, const struct cd_topic *topic,
                             const struct cd_topic *input) {
    if (input->exists && topic->partitions != input->partitions)
        cd_found(findings, false,
                 "topic %s: has %d partitions, %s has %d: articles are spread by their "
                 "key, and keep their order within a key",
                 topic->name, (int)topic->partitions, input->name,
                 (int)input->partitions);
}

static void check_end(struct cd_findings *findings, const struct cd_all_topics *topics,
                      const struct cd_topic *topic, const struct end *end) {
    char settings[128];
    snprintf(settings, sizeof settings, " --config max.message.bytes=%" PRId64 "%s",
             largest_record(topics) + end->room,
             end->own_time ? "" : " --config retention.ms=-1");
    if (!check_exists(findings, topics, topic, end->pointer, settings))
        return;
    check_writable(findings, topic, end->compacted);
    if (!end->own_time)
        check_timestamps(findings, topics, topic);
    check_partitions(findings, topic, widest_input(topics));
    check_size(findings, topics, topic, end);
}

void cd_all_topics_check(struct cd_findings *findings,
                         const struct cd_all_topics *topics) {
    for (size_t i = 0; i < topics->inputs; i++)
        (void)check_exists(findings, topics, &topics->input[i], "/topics/input", "");
    check_end(findings, topics, &topics->output, &output_end);
    if (topics->duplicates.name)
        check_end(findings, topics, &topics->duplicates, &duplicates_end);
    check_end(findings, topics, &topics->dead_letter, &dead_letter_end);
}
