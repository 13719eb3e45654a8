/* All topics of the configuration, as the cluster has them, and what is wrong with them:
 * for `serve` before it begins, and for `check --connect`. Only the ledger's topic is
 * ever made by copydesk; what the others should be like is their owners' choice, so a
 * missing one is a fault, told with the command that makes it. */
#ifndef CD_CONSUMER_TOPICS_CHECK_H
#define CD_CONSUMER_TOPICS_CHECK_H

#include "config/config.h"
#include "consumer/findings.h"
#include "consumer/topics.h"

#define CD_MOST_INPUTS 32

#define CD_USUAL_MOST      1048588 /* Kafka's default of max.message.bytes */
#define CD_ROOM_FOR_STAMP  8192    /* what a stamp that says the least may take */
#define CD_ROOM_FOR_REASON 1024    /* what the headers of a dead letter may take */

struct cd_all_topics {
    const char *brokers; /* for commands that are suggested */
    size_t inputs;
    struct cd_topic input[CD_MOST_INPUTS];
    struct cd_topic output, dead_letter;
    struct cd_topic duplicates; /* name NULL: no policy sends anything there */
    struct cd_topic ledger;     /* name NULL: there is no dedup in the chain */
};

/* Asks for them all. Names are borrowed from the configuration. CD_EUSAGE: more than
 * CD_MOST_INPUTS input topics; CD_EWORLD. */
CD_MUST_USE int cd_all_topics_read(rd_kafka_t *admin, const struct cd_config *config,
                                   int timeout_ms, struct cd_all_topics *out,
                                   struct cd_error *err);

/* Adds what is wrong with them, the ledger's apart (ledger_topic.h). */
void cd_all_topics_check(struct cd_findings *findings,
                         const struct cd_all_topics *topics);

/* The partitions of all input topics. */
int32_t cd_all_topics_input_partitions(const struct cd_all_topics *topics);

#endif
