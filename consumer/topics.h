/* What the cluster knows of topics: whether they exist, how many partitions and replicas
 * they have, and the settings that matter to us. Asks and creates; what is right or wrong
 * with an answer is decided in topics_check.c. Blocking calls with a deadline, for start
 * and `check --connect`; on an admin handle (cd_client_new). */
#ifndef CD_CONSUMER_TOPICS_H
#define CD_CONSUMER_TOPICS_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* One topic. The caller sets the name, cd_topics_describe the rest. */
struct cd_topic {
    const char *name;   /* borrowed */
    bool exists;        /* and has leaders for all its partitions, where it does */
    int32_t partitions; /* 0 where it does not exist */
    int replication;    /* the fewest replicas a partition has */
    bool hidden;        /* we may not even ask for it; then nothing else is known */

    /* NULL when the settings below were read, else why not (static): the cluster does not
     * know how to (librdkafka's mock cluster), or does not allow it. */
    const char *unread;
    bool untold; /* the cluster does not know how to tell them */
    char cleanup_policy[32];
    char timestamp_type[32];
    int64_t retention_ms, retention_bytes; /* -1: without limit */
    int64_t max_message_bytes;
    int64_t min_insync_replicas;
    int64_t oldest_ms; /* how far back a timestamp may lie; INT64_MAX: however far */
};

/* Asks for `count` topics. A topic that does not exist is an answer, not an error.
 * CD_EWORLD: no broker answered in time, or one refused. */
CD_MUST_USE int cd_topics_describe(rd_kafka_t *admin, struct cd_topic *topics,
                                   size_t count, int timeout_ms, struct cd_error *err);

struct cd_topic_setting {
    const char *name, *value;
};

/* A topic to be made. */
struct cd_topic_plan {
    const char *name;
    int partitions, replication; /* replication -1: the broker's default */
    const struct cd_topic_setting *settings;
    size_t count;
};

/* Makes it and waits until it has leaders. That somebody else has just made it is well.
 * CD_EWORLD; its reason is "unsupported" where the cluster cannot make topics at all. */
CD_MUST_USE int cd_topics_create(rd_kafka_t *admin, const struct cd_topic_plan *plan,
                                 int timeout_ms, struct cd_error *err);

/* The number of brokers in the cluster. CD_EWORLD. */
CD_MUST_USE int cd_topics_brokers(rd_kafka_t *admin, int timeout_ms, int *count,
                                  struct cd_error *err);

/* A setting of the first broker, "transaction.max.timeout.ms" say. CD_EWORLD, also where
 * there is none of that name or it is not a number. */
CD_MUST_USE int cd_topics_broker_setting(rd_kafka_t *admin, const char *name,
                                         int timeout_ms, int64_t *value,
                                         struct cd_error *err);

#endif
