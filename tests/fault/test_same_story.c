/* Two instances get the same story at the same moment, each on a partition of its own:
 * one verdict, so exactly one of both comes out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/broker/articles.h"
#include "tests/broker/pipeline.h"

#define STORIES 1000

static unsigned came_out[STORIES], copies[STORIES];

static void feed_stories(const struct cd_pipeline *pipeline, unsigned seed) {
    rd_kafka_t *producer = cd_broker_producer(pipeline->address);
    for (unsigned story = 0; story < STORIES; story++)
        for (int32_t partition = 0; partition < 2; partition++) {
            char id[32];
            size_t len;
            snprintf(id, sizeof id, "%u-%d", story, (int)partition);
            char *bytes = cd_article_story(seed, story, id, &len);
            ck_assert_int_eq(
                rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(pipeline->input),
                                  RD_KAFKA_V_PARTITION(partition),
                                  RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_FREE),
                                  RD_KAFKA_V_VALUE(bytes, len), RD_KAFKA_V_END),
                0);
        }
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
}

static void count(const rd_kafka_message_t *message, void *opaque) {
    unsigned *counts = opaque, story;
    ck_assert_int_eq(sscanf(message->payload, "{\"id\":\"%u-", &story), 1);
    ck_assert_uint_lt(story, STORIES);
    counts[story]++;
}

START_TEST(the_same_story_at_the_same_moment_comes_out_once) {
    unsigned seed = getenv("CD_SEED") ? (unsigned)strtoul(getenv("CD_SEED"), NULL, 10)
                                      : (unsigned)time(NULL);
    struct cd_pipeline pipeline = {0};
    struct cd_instance one, two;
    struct cd_audit audit;
    printf("CD_SEED=%u\n", seed);
    cd_pipeline_open(&pipeline, cd_broker_address(), 2, 2);
    cd_instance_start(&one, &pipeline, "one", NULL);
    cd_instance_start(&two, &pipeline, "two", NULL);
    ck_assert(cd_instance_says(&one, "taken at", 1, 60));
    ck_assert(cd_instance_says(&two, "taken at", 1, 60));
    feed_stories(&pipeline, seed);
    ck_assert(cd_pipeline_reaches(&pipeline, 2 * STORIES, 120));
    ck_assert_int_eq(cd_instance_end(&one, 10), 0);
    ck_assert_int_eq(cd_instance_end(&two, 10), 0);
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(cd_audit_faults(&audit), 0);
    cd_broker_read(pipeline.address, pipeline.output, 1, count, came_out);
    cd_broker_read(pipeline.address, pipeline.duplicates, 1, count, copies);
    for (unsigned story = 0; story < STORIES; story++)
        ck_assert_msg(came_out[story] == 1 && copies[story] == 1,
                      "story %u came out %u times, with %u copies", story,
                      came_out[story], copies[story]);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("same story");
    TCase *tests = tcase_create("same story");
    tcase_set_timeout(tests, 400);
    tcase_add_test(tests, the_same_story_at_the_same_moment_comes_out_once);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
