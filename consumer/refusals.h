/* Records that the broker refused for what they are: a timestamp that the topic does not
 * take, a size, a missing key. The transaction is lost with them, and all that was in it
 * comes again; this remembers what to do then. A broker refuses a batch as a whole, so of
 * many refused records only some are to blame: all are sent again, each in a transaction
 * of its own, and what is refused alone becomes a dead letter. Owned by the desk. */
#ifndef CD_CONSUMER_REFUSALS_H
#define CD_CONSUMER_REFUSALS_H

#include "consumer/ring.h"

struct cd_refusal {
    const struct cd_lane *lane;
    int64_t offset;
    enum cd_blame blame;
    rd_kafka_resp_err_t code; /* the broker's reason */
};

/* Zeroed storage is an empty list. */
struct cd_refusals {
    struct cd_refusal *list;
    size_t count, room;
};

void cd_refusals_done(struct cd_refusals *refusals);

/* Is that an error of the record itself? */
bool cd_refusal_is(rd_kafka_resp_err_t code);

/* The reason that its dead letter gives: "refused_timestamp", "refused_size",
 * "refused_record". */
const char *cd_refusal_reason(rd_kafka_resp_err_t code);

/* A place was refused; `alone`: no other was in that transaction. CD_ENOMEM. */
CD_MUST_USE int cd_refusals_add(struct cd_refusals *refusals, const struct cd_lane *lane,
                                int64_t offset, rd_kafka_resp_err_t code, bool alone);

/* What is known of a place; NULL: nothing. Valid until the next add or forget. */
const struct cd_refusal *cd_refusals_find(const struct cd_refusals *refusals,
                                          const struct cd_lane *lane, int64_t offset);

/* Places of the lane below `offset` are committed. */
void cd_refusals_forget(struct cd_refusals *refusals, const struct cd_lane *lane,
                        int64_t offset);

#endif
