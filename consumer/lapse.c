#include "consumer/lapse.h"

#include <stdbool.h>

#include "consumer/clock.h"

enum { API_JOIN_GROUP = 11, API_HEARTBEAT = 12, API_SYNC_GROUP = 14 };

static void hear(struct cd_lapse *lapse) {
    int64_t now_ms = cd_now_ms();
    int64_t heard_ms = atomic_exchange(&lapse->heard_ms, now_ms);
    if (heard_ms && now_ms - heard_ms >= lapse->session_ms)
        atomic_store(&lapse->lapsed, true);
}

static rd_kafka_resp_err_t on_response(rd_kafka_t *rk, int socket, const char *broker,
                                       int32_t broker_id, int16_t api, int16_t version,
                                       int32_t correlation, size_t size, int64_t rtt,
                                       rd_kafka_resp_err_t err, void *opaque) {
    (void)rk, (void)socket, (void)broker, (void)broker_id, (void)version;
    (void)correlation, (void)size, (void)rtt;
    if (!err && (api == API_JOIN_GROUP || api == API_HEARTBEAT || api == API_SYNC_GROUP))
        hear(opaque);
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t on_new(rd_kafka_t *rk, const rd_kafka_conf_t *conf,
                                  void *opaque, char *text, size_t size) {
    (void)conf, (void)text, (void)size;
    return rd_kafka_interceptor_add_on_response_received(rk, "copydesk", on_response,
                                                         opaque);
}

void cd_lapse_watch(rd_kafka_conf_t *conf, struct cd_lapse *lapse, int64_t session_ms) {
    lapse->session_ms = session_ms;
    atomic_store(&lapse->heard_ms, 0);
    atomic_store(&lapse->lapsed, false);
    rd_kafka_resp_err_t err =
        rd_kafka_conf_interceptor_add_on_new(conf, "copydesk", on_new, lapse);
    (void)err; /* it can only be there already */
}

void cd_lapse_clear(struct cd_lapse *lapse) { atomic_store(&lapse->lapsed, false); }
