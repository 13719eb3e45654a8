/* The way out: the transactional producer and the three topics that articles go to. It
 * makes records of finished slots and learns from the delivery reports what became of
 * them. One transaction at a time; what to do with it is transaction.h's and the desk's.
 * All functions belong to the desk's thread. */
#ifndef CD_CONSUMER_OUTPUT_H
#define CD_CONSUMER_OUTPUT_H

#include "consumer/client.h"
#include "consumer/late.h"
#include "consumer/refusals.h"
#include "consumer/topics_check.h"
#include "processors/headers.h"

enum cd_way { CD_WAY_OUTPUT, CD_WAY_DUPLICATES, CD_WAY_DEAD_LETTER, CD_WAYS };

struct cd_destination {
    const char *name;   /* borrowed from the configuration */
    int32_t partitions; /* as it was last seen */
    size_t most;        /* bytes of a record, headers and key included */
    rd_kafka_topic_t *topic;
};

/* A place in the input, for the delivery report of what was made of it. */
struct cd_place {
    const struct cd_lane *lane;
    int64_t offset;
};

struct cd_output {
    struct cd_client client; /* first: what the log callback expects */
    const struct cd_config *config;
    rd_kafka_t *producer; /* NULL while there is none */
    int timeout_ms;       /* transaction.timeout.ms */
    struct cd_destination to[CD_WAYS];
    struct cd_late late;
    struct cd_refusals refusals;

    /* Of the open transaction: */
    struct cd_place *places; /* in the order of sending */
    size_t records, room;
    size_t bytes;
    uint64_t failed;  /* records that were not delivered, … */
    uint64_t refused; /* … for what they are */
    rd_kafka_resp_err_t failed_for;
    const char *failed_at; /* the topic, where that is known; borrowed */
    bool no_memory;        /* a delivery report could not be noted */
};

/* `topics` are as the cluster has them at start; names stay borrowed from the
 * configuration. Where no policy sends anything to the duplicates' topic, none is needed.
 * CD_EUSAGE for settings that librdkafka does not take. */
CD_MUST_USE int cd_output_init(struct cd_output *out, const struct cd_config *config,
                               const struct cd_all_topics *topics,
                               const struct cd_logger *log, struct cd_error *err);
void cd_output_done(struct cd_output *out);

/* A producer, not yet initialised for transactions; cd_output_close ends one at once,
 * whatever it still holds. */
CD_MUST_USE int cd_output_open(struct cd_output *out, struct cd_error *err);
void cd_output_close(struct cd_output *out);

/* Looks up how many partitions the three topics have now. Keeps what was known where
 * nobody answers in time. */
void cd_output_look(struct cd_output *out, int timeout_ms);

/* Forgets the records of the transaction that has ended. */
void cd_output_begin(struct cd_output *out);

/* Hands a finished slot (OUTPUT, TOMBSTONE, DUPLICATE or DEAD_LETTER) to the producer.
 * CD_EWORLD: not taken, the transaction must be aborted; what is refused for itself is in
 * out->refusals then. CD_ENOMEM. */
CD_MUST_USE int cd_output_send(struct cd_output *out, const struct cd_slot *slot,
                               struct cd_error *err);

/* Serves delivery reports, waiting for at most `timeout_ms`. */
void cd_output_serve(struct cd_output *out, int timeout_ms);

/* The partition of a destination that a record goes to: its own where the topics have as
 * many; else by key as Java's clients do it; without a key by its own partition's number,
 * so that the order within an input partition is kept. */
int32_t cd_output_partition(int32_t partition, int32_t input_partitions,
                            int32_t output_partitions, struct cd_str key);

/* What a record needs beside its value, a few bytes more at most: the overhead of Kafka's
 * record and of a batch of its own, key and headers. */
size_t cd_output_overhead(struct cd_str key, const struct cd_headers *headers);

#endif
