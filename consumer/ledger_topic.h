/* What the ledger's topic must be like, and how it is made where it is missing. A verdict
 * must stay readable for as long as a starter may look for it: so nothing compacts the
 * topic, no limit of bytes cuts it, and time cuts it only well behind the window. */
#ifndef CD_CONSUMER_LEDGER_TOPIC_H
#define CD_CONSUMER_LEDGER_TOPIC_H

#include "config/config.h"
#include "consumer/findings.h"
#include "consumer/topics.h"

/* The least retention.ms: twice the window and a day. */
int64_t cd_ledger_retention_ms(int64_t window_ms);

/* Adds what is wrong with an existing topic's partitions and settings. `brokers` are for
 * commands that are suggested; NULL: not known. */
void cd_ledger_topic_check(struct cd_findings *findings, const struct cd_topic *topic,
                           const char *brokers, int64_t window_ms);

/* Makes the topic where it is missing, then checks it; every fault and warning goes to
 * the log. CD_EUSAGE: it is there but not as it has to be; CD_EWORLD. */
CD_MUST_USE int cd_ledger_topic_ready(rd_kafka_t *admin, const struct cd_config *config,
                                      const struct cd_logger *log, int timeout_ms,
                                      struct cd_error *err);

#endif
