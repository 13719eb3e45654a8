/* The group's committed offsets: where to begin, what the next commit says, whether the
 * group still has what we know, and how far it is behind. The truth that exactly-once
 * hangs on; all of it belongs to the desk's thread.
 *
 * A topic that was deleted and made anew while it is read goes on under the old offsets,
 * and a consumer is not told; but Kafka forgets a group's offsets with the topic. */
#ifndef CD_CONSUMER_OFFSETS_H
#define CD_CONSUMER_OFFSETS_H

#include "consumer/intake.h"

/* Sets each partition's offset to the group's, or to its beginning, and notes it in its
 * lane. Asks for minutes while a coordinator moves. CD_EWORLD. */
CD_MUST_USE int cd_offsets_find(struct cd_intake *in,
                                rd_kafka_topic_partition_list_t *partitions,
                                struct cd_error *err);

/* What the open transaction commits, as a new list. */
CD_MUST_USE rd_kafka_topic_partition_list_t *
cd_offsets_to_commit(const struct cd_intake *in);

/* To be asked before a commit: is what it goes on from still what the group has?
 * CD_EWORLD: it is not, or nobody knows; a rewind begins where the group says. */
CD_MUST_USE int cd_offsets_verify(struct cd_intake *in, struct cd_error *err);

/* A commit came back with ok. Looks, until it was seen once, whether the cluster tells
 * what a transaction has committed. */
void cd_offsets_committed(struct cd_intake *in);

/* A partition's offset was out of range, as the message says: has the group forgotten it,
 * since it was the topic that went? */
bool cd_offsets_forgotten(struct cd_intake *in, const rd_kafka_message_t *message);

/* Records that the input holds behind what the group has committed (of one written in
 * transactions also their markers), and the number of partitions assigned. Asks the
 * brokers; -1: they do not answer. */
int64_t cd_offsets_behind(struct cd_intake *in, int *partitions);

#endif
