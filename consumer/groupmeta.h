/* Is a consumer's group metadata that of a member? Metadata without one (generation -1,
 * no member id) is what a consumer gives before it has joined or after it was thrown out,
 * and the broker takes offsets that come with it even while another member owns the
 * partitions: the fence of KIP-447 is then open. So it is looked at before every commit.
 */
#ifndef CD_CONSUMER_GROUPMETA_H
#define CD_CONSUMER_GROUPMETA_H

#include <librdkafka/rdkafka.h>

#include "base/error.h"

/* 1: it is a member's; 0: it is not; CD_EWORLD when it cannot be read: a librdkafka that
 * writes it in another way than the ones known here, with which nothing may run. */
CD_MUST_USE int cd_groupmeta_member(const rd_kafka_consumer_group_metadata_t *metadata,
                                    struct cd_error *err);

/* The same for what rd_kafka_consumer_group_metadata_write wrote; apart for the tests. */
CD_MUST_USE int cd_groupmeta_parse(const void *bytes, size_t size, struct cd_error *err);

#endif
