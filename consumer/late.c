/* See late.h. Kafka's protocol numbers: kafka.apache.org/protocol#protocol_api_keys. */
#include "consumer/late.h"

#include <stdbool.h>

enum {
    API_PRODUCE = 0,
    API_ADD_PARTITIONS_TO_TXN = 24,
    API_ADD_OFFSETS_TO_TXN = 25,
    API_END_TXN = 26,
    API_TXN_OFFSET_COMMIT = 28,
};

static bool belongs_to_a_transaction(int16_t api) {
    return api == API_PRODUCE || api == API_ADD_PARTITIONS_TO_TXN ||
           api == API_ADD_OFFSETS_TO_TXN || api == API_END_TXN ||
           api == API_TXN_OFFSET_COMMIT;
}

/* A broken connection counts too: what was sent on it may have been read. A request that
 * timed out in our own queue (_TIMED_OUT_QUEUE) was never sent. */
static rd_kafka_resp_err_t on_response(rd_kafka_t *rk, int socket, const char *broker,
                                       int32_t broker_id, int16_t api, int16_t version,
                                       int32_t correlation, size_t size, int64_t rtt,
                                       rd_kafka_resp_err_t err, void *opaque) {
    struct cd_late *late = opaque;
    (void)rk, (void)socket, (void)broker, (void)broker_id, (void)version;
    (void)correlation, (void)size, (void)rtt;
    if ((err == RD_KAFKA_RESP_ERR__TIMED_OUT || err == RD_KAFKA_RESP_ERR__TRANSPORT) &&
        belongs_to_a_transaction(api))
        atomic_store(&late->flag, true);
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t on_new(rd_kafka_t *rk, const rd_kafka_conf_t *conf,
                                  void *opaque, char *text, size_t size) {
    (void)conf, (void)text, (void)size;
    return rd_kafka_interceptor_add_on_response_received(rk, "copydesk", on_response,
                                                         opaque);
}

void cd_late_watch(rd_kafka_conf_t *conf, struct cd_late *late) {
    rd_kafka_resp_err_t err =
        rd_kafka_conf_interceptor_add_on_new(conf, "copydesk", on_new, late);
    (void)err; /* it can only be there already */
}
