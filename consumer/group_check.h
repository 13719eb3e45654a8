/* How the consumer group stands: who is in it, how far it has come in each input
 * partition, and what the input's rate was lately. For `check --connect`; never joins. */
#ifndef CD_CONSUMER_GROUP_CHECK_H
#define CD_CONSUMER_GROUP_CHECK_H

#include "config/config.h"
#include "consumer/client.h"
#include "consumer/findings.h"
#include "consumer/topics_check.h"

struct cd_group_facts {
    const char *brokers, *name; /* for commands that are suggested; borrowed */
    char state[32]; /* as Kafka names it; "Dead": there is no such group (yet) */
    size_t members;
    bool progress;     /* the figures below were read */
    bool committed;    /* it has committed offsets at all */
    int64_t behind;    /* records that are not committed yet */
    int64_t last_hour; /* records that came in the last hour */
};

/* Fills *out and adds what is wrong: an instance of our name that is in the group,
 * records that retention took before they were read. CD_EWORLD where brokers do not
 * answer. */
CD_MUST_USE int cd_group_check(rd_kafka_t *admin, const struct cd_config *config,
                               const struct cd_all_topics *topics, int timeout_ms,
                               struct cd_findings *findings, struct cd_group_facts *out,
                               struct cd_error *err);

#endif
