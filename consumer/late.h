/* Requests of a transactional producer that timed out, but may still arrive.
 *
 * No librdkafka (as of 2.15) has the second part of KIP-890, by which a broker tells the
 * requests of one transaction from those of the next. When an answer to EndTxn is late,
 * librdkafka asks again and says that all is well, while the first request may still lie
 * in the network and end the *next* transaction half-way; a late Produce or
 * AddPartitionsToTxn likewise adds to a transaction that nobody ends. librdkafka does not
 * report this, but its public interceptor `on_response_received` sees it. The remedy is a
 * new producer: init_transactions raises the epoch, and what is late is refused. */
#ifndef CD_CONSUMER_LATE_H
#define CD_CONSUMER_LATE_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

/* Set by librdkafka's threads, any number of times; read and cleared by the desk. */
struct cd_late {
    atomic_bool flag;
};

/* Watches the handle that will be made of `conf`; *late must outlive it. */
void cd_late_watch(rd_kafka_conf_t *conf, struct cd_late *late);

#endif
