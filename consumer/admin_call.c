/* See admin_call.h. */
#include "consumer/admin_call.h"

bool cd_admin_possible(rd_kafka_t *admin, int timeout_ms) {
    const struct rd_kafka_metadata *answer;
    int32_t controller = rd_kafka_controllerid(admin, timeout_ms);
    if (rd_kafka_metadata(admin, 0, NULL, &answer, timeout_ms))
        return false;
    bool there = false;
    for (int i = 0; i < answer->broker_cnt; i++)
        there |= answer->brokers[i].id == controller;
    rd_kafka_metadata_destroy(answer);
    return there;
}

int cd_admin_call_begin(struct cd_admin_call *call, rd_kafka_t *admin,
                        rd_kafka_admin_op_t kind, int timeout_ms, struct cd_error *err) {
    char words[256];
    *call = (struct cd_admin_call){.queue = rd_kafka_queue_new(admin),
                                   .options = rd_kafka_AdminOptions_new(admin, kind)};
    if (!rd_kafka_AdminOptions_set_request_timeout(
            call->options, timeout_ms > 0 ? timeout_ms : 1, words, sizeof words))
        return 0;
    return cd_fail(err, CD_EWORLD, "admin", "%s", words);
}

rd_kafka_resp_err_t cd_admin_call_wait(struct cd_admin_call *call) {
    call->answer = rd_kafka_queue_poll(call->queue, -1);
    return rd_kafka_event_error(call->answer);
}

void cd_admin_call_end(struct cd_admin_call *call) {
    if (call->answer)
        rd_kafka_event_destroy(call->answer);
    rd_kafka_AdminOptions_destroy(call->options);
    rd_kafka_queue_destroy(call->queue);
}
