/* The demo's stage: librdkafka's mock cluster in this process (the real protocol over
 * loopback, no disk, no Java), the service as a process of its own beside it, and the
 * hands that feed the one end and read the other. */
#ifndef CD_CONSUMER_DEMO_STAGE_H
#define CD_CONSUMER_DEMO_STAGE_H

#include <sys/types.h>

#include "consumer/demo/samples.h"

struct cd_stage;

/* Starts the cluster with the topics of the default configuration. CD_EWORLD,
 * CD_ENOMEM. Free with cd_stage_close, which stops the service and takes NULL. */
CD_MUST_USE int cd_stage_open(struct cd_stage **out, struct cd_error *err);
void cd_stage_close(struct cd_stage *stage);

/* The cluster's bootstrap address. */
const char *cd_stage_address(const struct cd_stage *stage);

/* Runs "serve" of this very binary against the cluster. CD_EWORLD. */
CD_MUST_USE int cd_stage_serve(struct cd_stage *stage, struct cd_error *err);

/* Puts the samples into the input, in order, and notes their offsets. CD_EWORLD. */
CD_MUST_USE int cd_stage_feed(struct cd_stage *stage, const struct cd_samples *samples,
                              struct cd_error *err);

/* What has come out. The value and the header values are valid until the next call. */
struct cd_arrival {
    enum cd_outcome outcome; /* by the topic that it came out of */
    int64_t offset;          /* of the input record; -1: not said */
    struct cd_str value, reason, detail;
};

/* The next record of any output topic: 1, 0 when none came within `wait_ms`. CD_EWORLD
 * when the service has ended or cannot be read from. */
CD_MUST_USE int cd_stage_next(struct cd_stage *stage, int wait_ms, struct cd_arrival *out,
                              struct cd_error *err);

/* Has the user asked to stop (SIGINT, SIGTERM)? */
bool cd_stage_stopped(const struct cd_stage *stage);

#endif
