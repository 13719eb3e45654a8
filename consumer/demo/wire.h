/* The demo's two ends of the wire: what feeds the input topic and reads the output topics
 * of a cluster, be it the demo's own or a real one. */
#ifndef CD_CONSUMER_DEMO_WIRE_H
#define CD_CONSUMER_DEMO_WIRE_H

#include "consumer/demo/samples.h"

struct cd_wire;

/* Connects to the brokers (HOST:PORT, parted by commas). What is in the output topics
 * already is not read. CD_EWORLD when they or the topics are not there; CD_ENOMEM. Free
 * with cd_wire_close, which takes NULL. */
CD_MUST_USE int cd_wire_open(struct cd_wire **out, const char *brokers,
                             struct cd_error *err);
void cd_wire_close(struct cd_wire *wire);

/* Puts the samples into the input, in order, and notes their places. CD_EWORLD. */
CD_MUST_USE int cd_wire_feed(struct cd_wire *wire, const struct cd_samples *samples,
                             struct cd_error *err);

/* What has come out; borrowed until the next call. */
struct cd_arrival {
    enum cd_outcome outcome; /* by the topic that it came out of */
    int32_t partition;       /* of the input record */
    int64_t offset;          /* of the input record; -1: not said */
    struct cd_str value, reason, detail;
};

/* The next record of any output topic: 1, or 0 when none came within `wait_ms`. */
int cd_wire_next(struct cd_wire *wire, int wait_ms, struct cd_arrival *out);

#endif
