/* One admin request of librdkafka's and its answer, waited for. Begin, make the request
 * with `options` and `queue`, wait, read the answer, end. */
#ifndef CD_CONSUMER_ADMIN_CALL_H
#define CD_CONSUMER_ADMIN_CALL_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>

#include "base/error.h"

struct cd_admin_call {
    rd_kafka_queue_t *queue;
    rd_kafka_AdminOptions_t *options;
    rd_kafka_event_t *answer; /* NULL before the wait */
};

/* Can the cluster be asked at all? librdkafka sends these requests to the controller, and
 * its mock cluster names one that there is not: waiting for it would never end. */
CD_MUST_USE bool cd_admin_possible(rd_kafka_t *admin, int timeout_ms);

/* CD_EWORLD; call cd_admin_call_end in any case. */
CD_MUST_USE int cd_admin_call_begin(struct cd_admin_call *call, rd_kafka_t *admin,
                                    rd_kafka_admin_op_t kind, int timeout_ms,
                                    struct cd_error *err);

/* Waits for the answer, which comes by the request's time-out at the latest; its error.
 */
rd_kafka_resp_err_t cd_admin_call_wait(struct cd_admin_call *call);

void cd_admin_call_end(struct cd_admin_call *call);

#endif
