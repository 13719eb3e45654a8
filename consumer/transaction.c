/* See transaction.h. The kinds of errors are librdkafka's (rdkafka.h, "Transactional
 * producer API"): retriable, abortable, fatal; what is none of them is taken as unknown,
 * since only a new producer and the committed offsets can tell then. */
#include "consumer/transaction.h"

#include "consumer/clock.h"

#define ATTEMPTS 5
#define INIT_MS  30000 /* an attempt to initialise: a coordinator may be moving */
#define STEP_MS  500   /* … in steps, to see whether we are to stop */
#define PAUSE_MS 20    /* before a call is made again */

/* Which call it is, and what it needs. */
struct call {
    enum { BEGIN, OFFSETS, COMMIT, ABORT } what;
    const rd_kafka_topic_partition_list_t *offsets;
    const rd_kafka_consumer_group_metadata_t *metadata;
};

static rd_kafka_error_t *make(struct cd_output *out, const struct call *call,
                              int timeout_ms) {
    switch (call->what) {
        case BEGIN:
            return rd_kafka_begin_transaction(out->producer);
        case OFFSETS:
            return rd_kafka_send_offsets_to_transaction(out->producer, call->offsets,
                                                        call->metadata, timeout_ms);
        case COMMIT:
            return rd_kafka_commit_transaction(out->producer, timeout_ms);
        case ABORT:
            return rd_kafka_abort_transaction(out->producer, timeout_ms);
    }
    return NULL;
}

static bool is_fenced(const struct cd_output *out, rd_kafka_resp_err_t code) {
    char words[256];
    if (code == RD_KAFKA_RESP_ERR__FATAL)
        code = rd_kafka_fatal_error(out->producer, words, sizeof words);
    return code == RD_KAFKA_RESP_ERR__FENCED ||
           code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
           code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

/* A commit or an abort that has not come to its end goes on by itself, and no other call
 * is taken meanwhile; offsets that were not taken in time leave the way to an abort. */
static enum cd_answer answer_of(struct cd_output *out, const struct call *call,
                                const rd_kafka_error_t *error) {
    if (rd_kafka_error_is_fatal(error) ||
        rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__FATAL)
        return is_fenced(out, rd_kafka_error_code(error)) ? CD_ANSWER_FENCED
                                                          : CD_ANSWER_UNKNOWN;
    if (call->what == OFFSETS && rd_kafka_error_is_retriable(error))
        return CD_ANSWER_ABORT;
    return rd_kafka_error_txn_requires_abort(error) ? CD_ANSWER_ABORT : CD_ANSWER_UNKNOWN;
}

static const char *const names[] = {"begin", "offsets", "commit", "abort"};

static enum cd_answer perform(struct cd_output *out, const struct call *call,
                              struct cd_error *err) {
    int64_t deadline = cd_now_ms() + out->timeout_ms / 2;
    for (;;) {
        rd_kafka_error_t *error = make(out, call, cd_left_ms(deadline));
        if (!error)
            return CD_ANSWER_OK;
        if (rd_kafka_error_is_retriable(error) && cd_left_ms(deadline) > 0) {
            rd_kafka_error_destroy(error);
            cd_output_serve(out, PAUSE_MS);
            continue;
        }
        enum cd_answer answer = answer_of(out, call, error);
        cd_fail(err, CD_EWORLD, "transaction", "%s: %s", names[call->what],
                rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        return answer;
    }
}

enum cd_answer cd_transaction_begin(struct cd_output *out, struct cd_error *err) {
    cd_output_begin(out);
    return perform(out, &(struct call){.what = BEGIN}, err);
}

enum cd_answer cd_transaction_offsets(struct cd_output *out,
                                      const rd_kafka_topic_partition_list_t *offsets,
                                      const rd_kafka_consumer_group_metadata_t *metadata,
                                      struct cd_error *err) {
    return perform(
        out, &(struct call){.what = OFFSETS, .offsets = offsets, .metadata = metadata},
        err);
}

enum cd_answer cd_transaction_commit(struct cd_output *out, struct cd_error *err) {
    return perform(out, &(struct call){.what = COMMIT}, err);
}

enum cd_answer cd_transaction_abort(struct cd_output *out, struct cd_error *err) {
    return perform(out, &(struct call){.what = ABORT}, err);
}

void cd_transaction_why(struct cd_output *out, struct cd_error *err) {
    rd_kafka_error_t *error = rd_kafka_begin_transaction(out->producer);
    cd_fail(err, CD_EWORLD, "transaction", "%s",
            error ? rd_kafka_error_string(error) : "it was begun twice");
    rd_kafka_error_destroy(error);
}

/* ---- a new producer ---- */

/* One attempt. The call goes on in the background after a time-out and is resumed by
 * calling it again. */
static int init(struct cd_output *out, const atomic_bool *stop, struct cd_error *err) {
    int64_t deadline = cd_now_ms() + INIT_MS;
    for (;;) {
        rd_kafka_error_t *error = rd_kafka_init_transactions(out->producer, STEP_MS);
        if (!error)
            return 0;
        bool again = rd_kafka_error_is_retriable(error) && cd_left_ms(deadline) > 0 &&
                     !atomic_load(stop);
        if (!again)
            cd_fail(err, CD_EWORLD, "transaction", "init: %s",
                    rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        if (!again)
            return CD_EWORLD;
        cd_output_serve(out, PAUSE_MS);
    }
}

static int attempt(struct cd_output *out, const atomic_bool *stop, struct cd_error *err) {
    cd_output_close(out);
    int rc = cd_output_open(out, err);
    return rc < 0 ? rc : init(out, stop, err);
}

int cd_transaction_replace(struct cd_output *out, const atomic_bool *stop,
                           struct cd_error *err) {
    for (int i = 0;; i++) {
        struct cd_error failure = {0};
        if (attempt(out, stop, &failure) == 0)
            return 0;
        if (failure.code != CD_EWORLD || i + 1 == ATTEMPTS || atomic_load(stop)) {
            if (err && !err->code)
                *err = failure;
            return failure.code;
        }
        cd_log(out->client.log, CD_LOG_WARN, "desk", "no transactions yet: %s",
               failure.text);
    }
}
