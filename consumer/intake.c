/* See intake.h. */
#include "consumer/intake.h"

#include <stdlib.h>
#include <string.h>

#include "consumer/clock.h"
#include "consumer/offsets.h"

#define ASK_MS        1000
#define SEEK_LIMIT_MS 30000 /* partitions that are just being started refuse a seek */
#define PAUSE_MS      50
#define LEAVE_MS      2000
#define HOLD_MS       1000 /* a ring that is full so long pauses the input */

typedef rd_kafka_topic_partition_list_t list;

static void say(const struct cd_intake *in, enum cd_level level, const char *text,
                const struct cd_lane *lane, int64_t offset) {
    cd_log(in->client.log, level, "desk", "%s/%d: %s %ld", lane->topic.p,
           (int)lane->partition, text, (long)offset);
}

static void stop_for(struct cd_intake *in, const struct cd_error *why) {
    if (!in->error.code)
        in->error = *why;
}

/* ---- lanes ---- */

struct cd_lane *cd_intake_lane(struct cd_intake *in,
                               const rd_kafka_topic_partition_t *partition) {
    struct cd_error err = {0};
    struct cd_lane *lane = cd_ring_lane(in->ring, partition->topic, partition->partition);
    if (!lane) {
        cd_fail_memory(&err);
        stop_for(in, &err);
    }
    return lane;
}

/* Nothing of the lane that is in flight counts any more. */
static void renew(struct cd_lane *lane) {
    atomic_fetch_add(&lane->epoch, 1);
    lane->produced = -1;
}

static void look_at_topic(struct cd_intake *in, const char *name) {
    const struct rd_kafka_metadata *answer;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(in->consumer, name, NULL);
    if (!topic)
        return;
    if (rd_kafka_metadata(in->consumer, 0, topic, &answer, ASK_MS) ==
        RD_KAFKA_RESP_ERR_NO_ERROR) {
        for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
            if (answer->topic_cnt == 1 && strcmp(lane->topic.p, name) == 0)
                lane->partitions = answer->topics[0].partition_cnt;
        rd_kafka_metadata_destroy(answer);
    }
    rd_kafka_topic_destroy(topic);
}

/* How many partitions the input topics have decides on where their articles go. */
static void look_at_topics(struct cd_intake *in) {
    const char *last = "";
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->assigned && strcmp(lane->topic.p, last) != 0) {
            last = lane->topic.p;
            look_at_topic(in, last);
        }
}

/* ---- where to read ---- */

rd_kafka_resp_err_t cd_intake_first_error(const list *partitions) {
    for (int i = 0; i < partitions->cnt; i++)
        if (partitions->elems[i].err)
            return partitions->elems[i].err;
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static void expect(struct cd_intake *in, const list *partitions) {
    for (int i = 0; i < partitions->cnt; i++) {
        struct cd_lane *lane = cd_intake_lane(in, &partitions->elems[i]);
        if (lane)
            lane->expected = partitions->elems[i].offset;
    }
}

list *cd_intake_assigned(const struct cd_intake *in) {
    list *partitions = rd_kafka_topic_partition_list_new(8);
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->assigned)
            rd_kafka_topic_partition_list_add(partitions, lane->topic.p, lane->partition);
    return partitions;
}

static int try_seek(struct cd_intake *in, list *partitions) {
    rd_kafka_error_t *error = rd_kafka_seek_partitions(in->consumer, partitions, ASK_MS);
    rd_kafka_resp_err_t code =
        error ? rd_kafka_error_code(error) : cd_intake_first_error(partitions);
    if (error)
        rd_kafka_error_destroy(error);
    return (int)code;
}

static int seek(struct cd_intake *in, list *partitions, struct cd_error *err) {
    int64_t deadline = cd_now_ms() + SEEK_LIMIT_MS;
    int code;
    while ((code = try_seek(in, partitions)) != 0) {
        if (cd_left_ms(deadline) == 0 || atomic_load(in->stop))
            return cd_fail(err, CD_EWORLD, "seek", "back to the committed offsets: %s",
                           rd_kafka_err2str((rd_kafka_resp_err_t)code));
        cd_sleep_ms(PAUSE_MS);
    }
    return 0;
}

void cd_intake_drop(struct cd_intake *in) {
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        renew(lane);
    atomic_store(&in->ring->committed, atomic_load(&in->ring->head));
}

static int resume(struct cd_intake *in, const list *partitions, struct cd_error *err) {
    in->paused = false;
    rd_kafka_resp_err_t code =
        rd_kafka_resume_partitions(in->consumer, (list *)(uintptr_t)partitions);
    if (code)
        return cd_fail(err, CD_EWORLD, "resume", "resume: %s", rd_kafka_err2str(code));
    return 0;
}

int cd_intake_rewind(struct cd_intake *in, struct cd_error *err) {
    cd_intake_drop(in);
    list *partitions = cd_intake_assigned(in);
    int rc = partitions->cnt ? cd_offsets_find(in, partitions, err) : 0;
    if (rc == 0 && partitions->cnt)
        rc = seek(in, partitions, err);
    if (rc == 0)
        expect(in, partitions);
    if (rc == 0 && in->paused)
        rc = resume(in, partitions, err);
    rd_kafka_topic_partition_list_destroy(partitions);
    return rc;
}

/* ---- partitions come and go ---- */

static void say_taken(const struct cd_intake *in, const struct cd_lane *lane,
                      int64_t offset) {
    if (offset >= 0)
        say(in, CD_LOG_INFO, "taken at", lane, offset);
    else
        cd_log(in->client.log, CD_LOG_INFO, "desk",
               "%s/%d: taken at the beginning: the group has committed nothing",
               lane->topic.p, (int)lane->partition);
}

static void take_partitions(struct cd_intake *in, list *partitions) {
    struct cd_error err = {0};
    if (cd_offsets_find(in, partitions, &err) < 0) {
        stop_for(in, &err);
        return;
    }
    for (int i = 0; i < partitions->cnt; i++) {
        struct cd_lane *lane = cd_intake_lane(in, &partitions->elems[i]);
        if (!lane)
            continue;
        renew(lane);
        lane->assigned = true;
        say_taken(in, lane, partitions->elems[i].offset);
    }
    expect(in, partitions);
    look_at_topics(in);
    cd_lapse_clear(&in->lapse);
}

static void give_partitions(struct cd_intake *in) {
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next) {
        if (!lane->assigned)
            continue;
        renew(lane);
        lane->assigned = false;
        if (lane->expected >= 0)
            say(in, CD_LOG_INFO, "given back, read up to", lane, lane->expected);
        else
            cd_log(in->client.log, CD_LOG_INFO, "desk", "%s/%d: given back unread",
                   lane->topic.p, (int)lane->partition);
    }
    in->paused = false;
    atomic_store(&in->ring->committed, atomic_load(&in->ring->head));
}

/* Partitions are assigned eagerly: all go before any comes. */
static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t what, list *partitions,
                         void *opaque) {
    struct cd_intake *in = opaque;
    bool taken = what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    cd_count(in->counters, CD_COUNT_REBALANCES, 1);
    if (taken) {
        take_partitions(in, partitions);
    } else {
        in->on_change(in->desk, false, rd_kafka_assignment_lost(rk));
        give_partitions(in);
    }
    rd_kafka_resp_err_t code =
        rd_kafka_assign(rk, taken && !in->error.code ? partitions : NULL);
    if (code)
        cd_log(in->client.log, CD_LOG_WARN, "desk", "assign: %s", rd_kafka_err2str(code));
    if (taken)
        in->on_change(in->desk, true, false);
}

/* ---- life ---- */

static int64_t session_ms(const rd_kafka_conf_t *conf) {
    char value[32];
    size_t size = sizeof value;
    if (rd_kafka_conf_get(conf, "session.timeout.ms", value, &size))
        return 0;
    return strtoll(value, NULL, 10);
}

int cd_intake_open(struct cd_intake *in, struct cd_error *err) {
    static const uint64_t one = 1;
    rd_kafka_conf_t *conf;
    int rc = cd_client_conf(&conf, CD_CLIENT_INPUT, in->config, &in->client, err);
    if (rc < 0)
        return rc;
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    cd_lapse_watch(conf, &in->lapse, session_ms(conf));
    in->error = (struct cd_error){0};
    rc = cd_client_open(&in->consumer, conf, CD_CLIENT_INPUT, err);
    if (rc < 0)
        return rc;
    in->queue = rd_kafka_queue_get_consumer(in->consumer);
    rd_kafka_queue_io_event_enable(in->queue, in->ring->desk.fd, &one, sizeof one);
    return 0;
}

bool cd_intake_mends(const struct cd_intake *in) {
    const char *reason = in->error.reason;
    return reason && (strcmp(reason, "lapsed") == 0 || strcmp(reason, "made_anew") == 0);
}

int cd_intake_subscribe(struct cd_intake *in, struct cd_error *err) {
    const char *name;
    list *topics = rd_kafka_topic_partition_list_new(4);
    for (size_t i = 0; (name = cd_config_item(in->config, "topics.input", i)); i++)
        rd_kafka_topic_partition_list_add(topics, name, RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t code = rd_kafka_subscribe(in->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (code)
        return cd_fail(err, CD_EWORLD, "subscribe", "subscribe: %s",
                       rd_kafka_err2str(code));
    in->subscribed = true;
    return 0;
}

static bool any_assigned(const struct cd_intake *in) {
    for (const struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->assigned)
            return true;
    return false;
}

void cd_intake_unsubscribe(struct cd_intake *in) {
    int64_t deadline = cd_now_ms() + LEAVE_MS;
    rd_kafka_resp_err_t code = rd_kafka_unsubscribe(in->consumer);
    if (code)
        cd_log(in->client.log, CD_LOG_WARN, "desk", "unsubscribe: %s",
               rd_kafka_err2str(code));
    in->subscribed = false;
    while (any_assigned(in) && cd_left_ms(deadline) > 0) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(in->consumer, PAUSE_MS);
        if (message) /* it is read again by whoever has the partition next */
            rd_kafka_message_destroy(message);
    }
    if (any_assigned(in))
        give_partitions(in);
}

void cd_intake_close(struct cd_intake *in) {
    if (!in->consumer)
        return;
    rd_kafka_queue_io_event_enable(in->queue, -1, NULL, 0);
    rd_kafka_resp_err_t code = rd_kafka_consumer_close(in->consumer);
    if (code)
        cd_log(in->client.log, CD_LOG_WARN, "desk", "close: %s", rd_kafka_err2str(code));
    in->subscribed = false;
}

void cd_intake_destroy(struct cd_intake *in) {
    if (in->queue)
        rd_kafka_queue_destroy(in->queue);
    if (in->consumer)
        rd_kafka_destroy(in->consumer);
    in->queue = NULL;
    in->consumer = NULL;
}

/* ---- records ---- */

static void put_into_ring(struct cd_intake *in, struct cd_lane *lane,
                          rd_kafka_message_t *message) {
    const struct cd_refusal *refusal =
        cd_refusals_find(in->refusals, lane, message->offset);
    struct cd_slot *slot = cd_ring_head(in->ring);
    slot->lane = lane;
    slot->message = message;
    slot->bytes = message->len + message->key_len + sizeof *slot;
    slot->record.topic = lane->topic;
    slot->record.partition = lane->partition;
    slot->record.offset = message->offset;
    slot->blame = refusal ? refusal->blame : CD_BLAME_NONE;
    slot->refused = refusal ? refusal->code : RD_KAFKA_RESP_ERR_NO_ERROR;
    lane->expected = message->offset + 1;
    cd_ring_push(in->ring, slot);
    cd_count(in->counters, CD_COUNT_POLLED, 1);
}

/* A record from before a rewind or of a partition that is no longer ours is not taken:
 * librdkafka holds them back by itself, and the order must not hang on that. */
static int take_record(struct cd_intake *in, rd_kafka_message_t *message) {
    struct cd_lane *lane =
        cd_ring_lane(in->ring, rd_kafka_topic_name(message->rkt), message->partition);
    if (lane && lane->assigned && message->offset >= lane->expected) {
        put_into_ring(in, lane, message);
        return 1;
    }
    cd_count(in->counters, CD_COUNT_STALE, 1);
    rd_kafka_message_destroy(message);
    return lane ? 1 : cd_fail_memory(&in->error);
}

static int fail_fatally(struct cd_intake *in) {
    char words[256];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(in->consumer, words, sizeof words);
    if (code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
        return atomic_load(&in->lapse.lapsed)
                   ? cd_fail(&in->error, CD_EWORLD, "lapsed",
                             "the group did not hear from us for a session's time")
                   : cd_client_fail_fenced(in->config, &in->error);
    return cd_fail(&in->error, CD_EWORLD, "consumer", "%s", words);
}

static int fail_offset(struct cd_intake *in, const rd_kafka_message_t *message) {
    if (message->rkt && cd_offsets_forgotten(in, message))
        return cd_fail(&in->error, CD_EWORLD, "made_anew",
                       "%s/%d: the topic was made anew",
                       rd_kafka_topic_name(message->rkt), (int)message->partition);
    return cd_fail(&in->error, CD_EWORLD, "offset_lost",
                   "%s/%d: %s: records are gone that were not read yet; set the group's "
                   "offset by hand to go on without them",
                   message->rkt ? rd_kafka_topic_name(message->rkt) : "?",
                   (int)message->partition, rd_kafka_message_errstr(message));
}

/* What librdkafka reports in a record's place. Most of it passes; it is logged. */
static int take_event(struct cd_intake *in, rd_kafka_message_t *message) {
    int rc = 0;
    if (message->err == RD_KAFKA_RESP_ERR__FATAL ||
        message->err == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
        rc = fail_fatally(in);
    else if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        rc = fail_offset(in, message);
    else
        cd_log(in->client.log, CD_LOG_WARN, "desk", "consumer: %s",
               rd_kafka_message_errstr(message));
    rd_kafka_message_destroy(message);
    return rc;
}

/* Polls once; what comes, comes. A partition that could not be taken shows here. */
static int poll_once(struct cd_intake *in, rd_kafka_message_t **message) {
    *message = rd_kafka_consumer_poll(in->consumer, 0);
    if (!in->error.code)
        return 0;
    if (*message)
        rd_kafka_message_destroy(*message);
    *message = NULL;
    return in->error.code;
}

/* librdkafka would go on where it stood at the pause; we go on behind what we have. */
static int end_pause(struct cd_intake *in) {
    list *partitions = cd_intake_assigned(in);
    for (int i = 0; i < partitions->cnt; i++) {
        struct cd_lane *lane = cd_intake_lane(in, &partitions->elems[i]);
        partitions->elems[i].offset = lane ? lane->expected : 0;
    }
    int rc = partitions->cnt ? seek(in, partitions, &in->error) : 0;
    if (rc == 0)
        rc = resume(in, partitions, &in->error);
    rd_kafka_topic_partition_list_destroy(partitions);
    return rc;
}

int cd_intake_poll(struct cd_intake *in) {
    rd_kafka_message_t *message;
    in->full_since_ms = 0;
    if (in->paused && cd_ring_half_empty(in->ring) && end_pause(in) < 0)
        return in->error.code;
    int rc = poll_once(in, &message);
    if (rc < 0 || !message)
        return rc;
    return message->err ? take_event(in, message) : take_record(in, message);
}

static int begin_pause(struct cd_intake *in) {
    list *partitions = cd_intake_assigned(in);
    rd_kafka_resp_err_t code = rd_kafka_pause_partitions(in->consumer, partitions);
    rd_kafka_topic_partition_list_destroy(partitions);
    if (code)
        return cd_fail(&in->error, CD_EWORLD, "pause", "pause: %s",
                       rd_kafka_err2str(code));
    in->paused = true;
    cd_count(in->counters, CD_COUNT_PAUSES, 1);
    cd_log(in->client.log, CD_LOG_INFO, "desk", "the ring stays full: input is paused");
    return 0;
}

/* A pause throws away what was fetched ahead, so a ring that is full for a moment, as it
 * is all the time where there is more input than hands, only holds up polling. But the
 * group must be served, so a ring that stays full pauses the partitions. A record that
 * slips through is let go: the pause's end goes back to it. */
int cd_intake_hold(struct cd_intake *in) {
    rd_kafka_message_t *message;
    int64_t now = cd_now_ms();
    if (!in->full_since_ms)
        in->full_since_ms = now;
    if (now - in->full_since_ms < HOLD_MS)
        return 0;
    if (!in->paused && begin_pause(in) < 0)
        return in->error.code;
    int rc = poll_once(in, &message);
    if (rc < 0 || !message)
        return rc;
    if (message->err)
        return take_event(in, message);
    rd_kafka_message_destroy(message);
    return 0;
}
