/* librdkafka's transactions, and what their answers mean for the desk. Each call is made
 * again while it says that it may be, until half of transaction.timeout.ms has passed; a
 * call that has not come to an end then cannot be followed by another, so its outcome is
 * unknown. All functions belong to the desk's thread and act on out->producer. */
#ifndef CD_CONSUMER_TRANSACTION_H
#define CD_CONSUMER_TRANSACTION_H

#include "consumer/output.h"

enum cd_answer {
    CD_ANSWER_OK,
    CD_ANSWER_ABORT,   /* it cannot be committed, but it can be aborted */
    CD_ANSWER_UNKNOWN, /* nobody knows how it stands: only a new producer helps */
    CD_ANSWER_FENCED,  /* another instance has taken our transactional.id */
};

/* Between init and commit or abort; `err` gets the words of what is not OK, nothing is
 * logged. */
CD_MUST_USE enum cd_answer cd_transaction_begin(struct cd_output *out,
                                                struct cd_error *err);
CD_MUST_USE enum cd_answer cd_transaction_offsets(
    struct cd_output *out, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, struct cd_error *err);
CD_MUST_USE enum cd_answer cd_transaction_commit(struct cd_output *out,
                                                 struct cd_error *err);
CD_MUST_USE enum cd_answer cd_transaction_abort(struct cd_output *out,
                                                struct cd_error *err);

/* The words of what made the open transaction fail, when its records come back as purged.
 * (None begins in an open one: the call changes nothing and says why.) */
void cd_transaction_why(struct cd_output *out, struct cd_error *err);

/* Ends the producer, if there is one, and makes a new one: whatever hangs of an earlier
 * transaction is ended by the broker, and what is late of it is refused. Gives up early
 * when *stop is set. CD_EWORLD when five attempts fail; CD_EUSAGE for settings that do
 * not go together. */
CD_MUST_USE int cd_transaction_replace(struct cd_output *out, const atomic_bool *stop,
                                       struct cd_error *err);

#endif
