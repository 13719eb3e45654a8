/* The way in: the group's consumer. It joins, takes partitions and gives them back, polls
 * one record at a time into the ring, goes back to what is committed, and holds the input
 * when the ring stays full. All functions belong to the desk's thread.
 *
 * Where to begin is always said explicitly: at the group's committed offset, or at the
 * partition's beginning where the group has none. So `auto.offset.reset` can be `error`:
 * an offset that retention has overtaken is a loss to be told. */
#ifndef CD_CONSUMER_INTAKE_H
#define CD_CONSUMER_INTAKE_H

#include "consumer/client.h"
#include "consumer/counters.h"
#include "consumer/lapse.h"
#include "consumer/refusals.h"
#include "consumer/ring.h"

struct cd_intake {
    struct cd_client client; /* first: what the log callback expects */
    const struct cd_config *config;
    struct cd_ring *ring;
    const struct cd_refusals *refusals;
    struct cd_counters *counters;
    const atomic_bool *stop;

    /* Called before partitions are given back (or, `lost`, were given away already): the
     * open transaction has to end in it. Called after they were taken, with `taken`. */
    void (*on_change)(void *desk, bool taken, bool lost);
    void *desk;

    rd_kafka_t *consumer;
    rd_kafka_queue_t *queue;
    bool subscribed, paused;
    bool keeps_offsets; /* the cluster was seen to; librdkafka's mock cluster does not */
    int64_t full_since_ms; /* 0: the ring is not full */
    struct cd_lapse lapse;
    struct cd_error error; /* what ended it; see cd_intake_mends */
};

/* The consumer, not yet in the group; its events ring the desk's bell. The fields above
 * `consumer` are the caller's. CD_EUSAGE. */
CD_MUST_USE int cd_intake_open(struct cd_intake *in, struct cd_error *err);

/* Leaves the group (a static member's partitions wait for it) and calls on_change on the
 * way; cd_intake_destroy follows when no slot holds a message any more. It may be opened
 * again. */
void cd_intake_close(struct cd_intake *in);
void cd_intake_destroy(struct cd_intake *in);

/* Does a new consumer mend what ended this one? The group has given it up, or a topic was
 * made anew under it. */
bool cd_intake_mends(const struct cd_intake *in);

CD_MUST_USE int cd_intake_subscribe(struct cd_intake *in, struct cd_error *err);

/* Leaves the subscription and serves the group until all partitions are given back. */
void cd_intake_unsubscribe(struct cd_intake *in);

/* Polls once, without waiting; the ring must not be full. 1: a record is in the ring; 0:
 * nothing is there now; below 0: it cannot go on, in->error says why. Partitions may come
 * and go in it. */
CD_MUST_USE int cd_intake_poll(struct cd_intake *in);

/* To be called while the ring is full: after a while the partitions are paused, and
 * events are served meanwhile; resumed when the ring is half empty. 0, or below 0 as
 * cd_intake_poll. */
CD_MUST_USE int cd_intake_hold(struct cd_intake *in);

/* Everything in flight is void: epochs rise, nothing is left to commit. */
void cd_intake_drop(struct cd_intake *in);

/* … and polling goes on at the committed offsets. CD_EWORLD. */
CD_MUST_USE int cd_intake_rewind(struct cd_intake *in, struct cd_error *err);

/* ---- for offsets.c ---- */

/* The lane of a partition; NULL: no memory, in->error says so. */
struct cd_lane *cd_intake_lane(struct cd_intake *in,
                               const rd_kafka_topic_partition_t *partition);

/* The partitions that are ours, as a new list. */
rd_kafka_topic_partition_list_t *cd_intake_assigned(const struct cd_intake *in);

/* Of a list that librdkafka has answered, the first partition's error. */
rd_kafka_resp_err_t
cd_intake_first_error(const rd_kafka_topic_partition_list_t *partitions);

#endif
