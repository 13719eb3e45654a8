/* Did the group's coordinator last answer us longer than a session ago? Then the group
 * has given us up, rightly or not, and librdkafka (2.0.2 to 2.15) has forgotten its
 * member id; a heartbeat that it sends before it has joined again carries none, and the
 * broker answers FENCED_INSTANCE_ID, as it would for a twin of the same name. That answer
 * is final for the handle, but it is no twin: a new consumer puts it right. */
#ifndef CD_CONSUMER_LAPSE_H
#define CD_CONSUMER_LAPSE_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>
#include <stdint.h>

struct cd_lapse {
    int64_t session_ms;
    _Atomic int64_t heard_ms; /* of the last answer; 0: none yet */
    atomic_bool lapsed;       /* set by librdkafka's threads, cleared by the desk */
};

/* Watches the consumer that will be made of `conf`; *lapse must outlive it. */
void cd_lapse_watch(rd_kafka_conf_t *conf, struct cd_lapse *lapse, int64_t session_ms);

/* We are a member (again). */
void cd_lapse_clear(struct cd_lapse *lapse);

#endif
