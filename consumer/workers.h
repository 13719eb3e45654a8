/* The workers: threads that take slots off the ring and do with the article all that
 * needs no Kafka: read it, run the chain up to the ledger, and after the verdict the rest
 * of it, the stamp and the headers. What cannot be used becomes a dead letter here. */
#ifndef CD_CONSUMER_WORKERS_H
#define CD_CONSUMER_WORKERS_H

#include <pthread.h>

#include "base/log.h"
#include "consumer/output.h"
#include "processors/chain.h"
#include "processors/input.h"

/* What they work with; read-only while they run, and borrowed. */
struct cd_workplace {
    struct cd_ring *ring;
    const struct cd_input *input;
    const struct cd_chain *chain;
    const struct cd_destination *to; /* by enum cd_way: the sizes that are taken */
    const struct cd_logger *log;     /* of what a dead letter had to leave out */
};

struct cd_worker {
    const struct cd_workplace *place;
    struct cd_message_parser *parser;
    pthread_t thread;
};

struct cd_workers {
    struct cd_workplace place;
    struct cd_worker *list;
    size_t count; /* threads that run */
};

/* Starts `count` threads. CD_ENOMEM, CD_EWORLD; cd_workers_stop in any case. Zeroed
 * storage may be stopped. */
CD_MUST_USE int cd_workers_start(struct cd_workers *workers,
                                 const struct cd_workplace *place, size_t count,
                                 struct cd_error *err);
void cd_workers_stop(struct cd_workers *workers);

/* One slot's step, held by the caller: reads it or finishes it, and puts it to rest. What
 * a worker's loop does; apart for the tests. */
void cd_work(const struct cd_workplace *place, struct cd_message_parser *parser,
             struct cd_slot *slot);

#endif
