/* The demo's stage: librdkafka's mock cluster in this process (the real protocol over
 * loopback, no disk, no Java), and the service as a process of its own beside it. */
#ifndef CD_CONSUMER_DEMO_STAGE_H
#define CD_CONSUMER_DEMO_STAGE_H

#include "base/error.h"

struct cd_stage;

/* Starts the cluster with the topics of the demo, and "serve" of this very binary against
 * it. CD_EWORLD, CD_ENOMEM. End both with cd_stage_close, which takes NULL. */
CD_MUST_USE int cd_stage_open(struct cd_stage **out, struct cd_error *err);
void cd_stage_close(struct cd_stage *stage);

/* The cluster's bootstrap address. */
const char *cd_stage_address(const struct cd_stage *stage);

/* Does the service still run? CD_EWORLD, saying how it ended, when it does not. */
CD_MUST_USE int cd_stage_check(struct cd_stage *stage, struct cd_error *err);

#endif
