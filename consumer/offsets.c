/* See offsets.h. */
#include "consumer/offsets.h"

#include "consumer/clock.h"

#define ASK_MS       1000   /* one question, … */
#define ASK_LIMIT_MS 120000 /* … which is put again while a coordinator moves */
#define PAUSE_MS     50

typedef rd_kafka_topic_partition_list_t list;

/* ---- where to begin ---- */

static rd_kafka_resp_err_t ask_committed(struct cd_intake *in, list *partitions) {
    rd_kafka_resp_err_t code = rd_kafka_committed(in->consumer, partitions, ASK_MS);
    return code ? code : cd_intake_first_error(partitions);
}

static void begin_at(struct cd_intake *in, rd_kafka_topic_partition_t *partition) {
    struct cd_lane *lane = cd_intake_lane(in, partition);
    if (lane)
        lane->committed = partition->offset >= 0 ? partition->offset : -1;
    if (partition->offset < 0)
        partition->offset = RD_KAFKA_OFFSET_BEGINNING;
}

/* While a transaction that holds offsets is open, the broker has no answer; it comes when
 * that one has ended. */
int cd_offsets_find(struct cd_intake *in, list *partitions, struct cd_error *err) {
    int64_t deadline = cd_now_ms() + ASK_LIMIT_MS;
    rd_kafka_resp_err_t code;
    while ((code = ask_committed(in, partitions)) != 0) {
        if (cd_left_ms(deadline) == 0 || atomic_load(in->stop))
            return cd_fail(err, CD_EWORLD, "committed", "committed offsets: %s",
                           rd_kafka_err2str(code));
        cd_sleep_ms(PAUSE_MS);
    }
    for (int i = 0; i < partitions->cnt; i++)
        begin_at(in, &partitions->elems[i]);
    return 0;
}

/* ---- is it still so? ---- */

/* Is the group's offset still what we know? Kafka forgets it with the topic. */
static int compare_committed(struct cd_intake *in,
                             const rd_kafka_topic_partition_t *asked,
                             struct cd_error *err) {
    const struct cd_lane *lane = cd_intake_lane(in, asked);
    if (!lane || asked->offset == lane->committed || !in->keeps_offsets)
        return 0;
    return cd_fail(err, CD_EWORLD, "made_anew",
                   "%s/%d: the group's offset was %ld and is %ld now: the topic was made "
                   "anew, or somebody set it",
                   asked->topic, (int)asked->partition, (long)lane->committed,
                   asked->offset < 0 ? -1L : (long)asked->offset);
}

/* The partitions whose offsets the next commit changes. */
static list *produced(const struct cd_intake *in) {
    list *partitions = rd_kafka_topic_partition_list_new(8);
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->produced >= 0 && lane->committed >= 0)
            rd_kafka_topic_partition_list_add(partitions, lane->topic.p, lane->partition);
    return partitions;
}

int cd_offsets_verify(struct cd_intake *in, struct cd_error *err) {
    int rc = 0;
    list *partitions = produced(in);
    rd_kafka_resp_err_t code = partitions->cnt ? ask_committed(in, partitions) : 0;
    if (code)
        rc = cd_fail(err, CD_EWORLD, "committed", "committed offsets: %s",
                     rd_kafka_err2str(code));
    for (int i = 0; rc == 0 && i < partitions->cnt; i++)
        rc = compare_committed(in, &partitions->elems[i], err);
    rd_kafka_topic_partition_list_destroy(partitions);
    return rc;
}

void cd_offsets_committed(struct cd_intake *in) {
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->produced >= 0)
            lane->committed = lane->produced;
    list *partitions = produced(in);
    if (!in->keeps_offsets && partitions->cnt && !ask_committed(in, partitions))
        in->keeps_offsets = partitions->elems[0].offset >= 0;
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        lane->produced = -1;
    rd_kafka_topic_partition_list_destroy(partitions);
}

bool cd_offsets_forgotten(struct cd_intake *in, const rd_kafka_message_t *message) {
    list *partitions = rd_kafka_topic_partition_list_new(1);
    const rd_kafka_topic_partition_t *asked = rd_kafka_topic_partition_list_add(
        partitions, rd_kafka_topic_name(message->rkt), message->partition);
    bool anew = !ask_committed(in, partitions) && compare_committed(in, asked, NULL) < 0;
    rd_kafka_topic_partition_list_destroy(partitions);
    return anew;
}

/* ---- to commit, and what is left ---- */

rd_kafka_topic_partition_list_t *cd_offsets_to_commit(const struct cd_intake *in) {
    list *offsets = rd_kafka_topic_partition_list_new(8);
    for (struct cd_lane *lane = in->ring->lanes; lane; lane = lane->next)
        if (lane->produced >= 0)
            rd_kafka_topic_partition_list_add(offsets, lane->topic.p, lane->partition)
                ->offset = lane->produced;
    return offsets;
}

/* Where the group goes on: behind what it has committed, else at the beginning. */
static int64_t goes_on_at(const struct cd_intake *in, const struct cd_lane *lane) {
    int64_t low, high;
    if (lane->committed >= 0)
        return lane->committed;
    rd_kafka_resp_err_t code = rd_kafka_get_watermark_offsets(
        in->consumer, lane->topic.p, lane->partition, &low, &high);
    return !code && low > 0 ? low : 0;
}

int64_t cd_offsets_behind(struct cd_intake *in, int *partitions) {
    int64_t behind = 0;
    list *ends = cd_intake_assigned(in);
    *partitions = ends->cnt;
    for (int i = 0; i < ends->cnt; i++)
        ends->elems[i].offset = RD_KAFKA_OFFSET_END;
    bool told =
        ends->cnt == 0 || (!rd_kafka_offsets_for_times(in->consumer, ends, ASK_MS) &&
                           !cd_intake_first_error(ends));
    for (int i = 0; told && i < ends->cnt; i++) {
        const struct cd_lane *lane = cd_intake_lane(in, &ends->elems[i]);
        int64_t at = lane ? goes_on_at(in, lane) : 0;
        behind += ends->elems[i].offset > at ? ends->elems[i].offset - at : 0;
    }
    rd_kafka_topic_partition_list_destroy(ends);
    return told ? behind : -1;
}
