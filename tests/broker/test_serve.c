/* The service on a real broker: every record of the input comes out once, in order and as
 * it came in, whatever it is, alone and with a second instance. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/broker/articles.h"
#include "tests/broker/pipeline.h"

static struct cd_pipeline pipeline;
static struct cd_audit audit;

static unsigned seed_of_the_day(void) {
    unsigned seed = getenv("CD_SEED") ? (unsigned)strtoul(getenv("CD_SEED"), NULL, 10)
                                      : (unsigned)time(NULL);
    printf("CD_SEED=%u\n", seed);
    return seed;
}

static void expect_all_is_well(void) {
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(cd_audit_faults(&audit), 0);
}

START_TEST(every_record_comes_out_once_and_in_order) {
    enum { ARTICLES = 4000 };
    unsigned seed = seed_of_the_day();
    struct cd_instance desk;
    cd_pipeline_open(&pipeline, cd_broker_address(), 4, 4);
    cd_pipeline_feed(&pipeline, seed, 0, ARTICLES);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES, 120));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    expect_all_is_well();
    ck_assert_uint_eq(audit.input, ARTICLES);
    ck_assert_uint_gt(audit.duplicates, 0);
    ck_assert_uint_gt(audit.dead, 0);
    ck_assert_uint_gt(audit.tombstones, 0);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(without_deduplication_no_ledger_is_needed) {
    struct cd_instance desk;
    pipeline.settings[0] = "processors=";
    cd_pipeline_open(&pipeline, cd_broker_address(), 2, 2);
    cd_pipeline_feed(&pipeline, 7, 0, 500);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 500, 60));
    ck_assert_int_eq(kill(desk.pid, SIGHUP), 0);
    ck_assert(cd_instance_says(&desk, "lexicons: read anew and in force", 1, 10));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    expect_all_is_well();
    ck_assert_uint_eq(audit.duplicates, 0);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(an_input_partition_keeps_its_order_in_topics_of_other_sizes) {
    struct cd_instance desk;
    cd_pipeline_open(&pipeline, cd_broker_address(), 4, 3);
    cd_pipeline_feed(&pipeline, 8, 0, 1000);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 1000, 60));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    expect_all_is_well();
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(instances_come_and_go_while_it_works) {
    enum { ARTICLES = 6000 };
    struct cd_instance one, two;
    cd_pipeline_open(&pipeline, cd_broker_address(), 4, 4);
    cd_pipeline_feed(&pipeline, 9, 0, ARTICLES / 2);
    cd_instance_start(&one, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 200, 60));
    cd_instance_start(&two, &pipeline, "two", NULL);
    ck_assert(cd_instance_says(&two, "taken at", 2, 60));
    cd_pipeline_feed(&pipeline, 9, ARTICLES / 2, ARTICLES);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES * 2 / 3, 120));
    /* A static member's partitions wait for it until its session ends. */
    ck_assert_int_eq(cd_instance_end(&one, 10), 0);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES, 120));
    ck_assert_int_eq(cd_instance_end(&two, 10), 0);
    expect_all_is_well();
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(of_two_with_one_name_one_ends_and_says_why) {
    struct cd_instance desk, twin;
    cd_pipeline_open(&pipeline, cd_broker_address(), 2, 2);
    cd_pipeline_feed(&pipeline, 10, 0, 50);
    cd_instance_start(&desk, &pipeline, "same", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 50, 60));
    cd_instance_start(&twin, &pipeline, "same", NULL);
    cd_pipeline_feed(&pipeline, 10, 50, 100);
    ck_assert_int_eq(cd_instance_wait(&desk, 60), 70);
    ck_assert(cd_instance_said(&twin, "another instance") > 0);
    ck_assert(cd_pipeline_reaches(&pipeline, 100, 60));
    ck_assert_int_eq(cd_instance_end(&twin, 10), 0);
    expect_all_is_well();
    cd_pipeline_close(&pipeline, false);
}
END_TEST

/* One record of the input's only partition, so many hours old; no id: a tombstone. */
static void feed_old(rd_kafka_t *producer, const char *id, const char *key, int hours) {
    size_t len = 0;
    char *bytes = id ? cd_article_story(11, 1, id, &len) : NULL;
    ck_assert_int_eq(
        rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(pipeline.input),
                          RD_KAFKA_V_PARTITION(0),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                          RD_KAFKA_V_KEY(key, key ? strlen(key) : 0),
                          RD_KAFKA_V_TIMESTAMP((time(NULL) - hours * 3600L) * 1000),
                          RD_KAFKA_V_VALUE(bytes, len), RD_KAFKA_V_END),
        0);
    free(bytes);
}

static void feed(rd_kafka_t *producer, const char *id, const char *key) {
    feed_old(producer, id, key, 0);
}

START_TEST(a_copy_of_what_a_tombstone_withdrew_comes_out) {
    struct cd_instance desk;
    cd_pipeline_open(&pipeline, cd_broker_address(), 1, 1);
    rd_kafka_t *producer = cd_broker_producer(pipeline.address);
    feed(producer, "first", "k");
    feed(producer, "copy", "l");
    feed(producer, NULL, "k");
    feed(producer, "second", "m");
    feed(producer, "its copy", NULL);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 5, 60));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    expect_all_is_well();
    ck_assert_uint_eq(audit.output, 2);
    ck_assert_uint_eq(audit.duplicates, 2);
    ck_assert_uint_eq(audit.tombstones, 1);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

/* The copy that came meanwhile names an article that is a dead letter: the one dangling
 * pointer that there may be, and it is told. */
START_TEST(a_copy_of_what_the_broker_refused_comes_out) {
    struct cd_instance desk;
    const char *const strict[] = {"message.timestamp.before.max.ms", "60000", NULL};
    cd_pipeline_open(&pipeline, cd_broker_address(), 1, 1);
    cd_broker_delete_topic(pipeline.address, pipeline.output);
    cd_broker_name(pipeline.output, sizeof pipeline.output, "strict");
    cd_broker_topic(pipeline.address, pipeline.output, 1, strict);
    rd_kafka_t *producer = cd_broker_producer(pipeline.address);
    feed_old(producer, "refused", NULL, 1);
    feed(producer, "meanwhile", NULL);
    cd_broker_flush(producer);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 2, 60));
    ck_assert(cd_instance_says(&desk, "meanwhile and stay where they are: 1", 1, 10));
    feed(producer, "later", NULL);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
    ck_assert(cd_pipeline_reaches(&pipeline, 3, 60));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(audit.dead, 1);
    ck_assert_uint_eq(audit.duplicates, 1);
    ck_assert_uint_eq(audit.output, 1);
    ck_assert_uint_eq(audit.changed, 0);
    ck_assert_uint_eq(audit.dangling, 1);
    ck_assert_uint_eq(cd_audit_faults(&audit), 1);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

static void pass_over(const rd_kafka_message_t *message, void *opaque) {
    (void)message;
    (void)opaque;
}

static size_t came_out(const char *topic) {
    return cd_broker_read(pipeline.address, topic, 1, pass_over, NULL);
}

/* With fewer records and with more than were read of the old one: Kafka tells a consumer
 * that its offset is out of range, or nothing at all. */
START_TEST(a_topic_made_anew_while_it_is_read_is_read_from_its_beginning) {
    const unsigned again[] = {10, 100};
    struct cd_instance desk;
    pipeline = (struct cd_pipeline){.settings = {"processors=archival"}};
    cd_pipeline_open(&pipeline, cd_broker_address(), 1, 1);
    cd_pipeline_feed(&pipeline, 1, 0, 20);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, 20, 60));
    cd_pipeline_feed(&pipeline, 1, 20, 30);
    ck_assert(cd_pipeline_reaches(&pipeline, 30, 60));
    cd_broker_delete_topic(pipeline.address, pipeline.input);
    cd_broker_topic(pipeline.address, pipeline.input, 1, NULL);
    cd_pipeline_feed(&pipeline, 2, 0, again[_i]);
    ck_assert(cd_instance_says(&desk, "the topic was made anew", 1, 60));
    ck_assert(cd_pipeline_reaches(&pipeline, again[_i], 60));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    ck_assert_uint_eq(came_out(pipeline.output) + came_out(pipeline.dead),
                      30 + again[_i]);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(a_missing_topic_is_told_at_start) {
    struct cd_instance desk;
    const char *const wrong[] = {"topics.output=nowhere", NULL};
    cd_pipeline_open(&pipeline, cd_broker_address(), 1, 1);
    cd_instance_start(&desk, &pipeline, "one", wrong);
    ck_assert_int_eq(cd_instance_wait(&desk, 60), 78);
    ck_assert(cd_instance_said(&desk, "nowhere") > 0);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

START_TEST(without_a_broker_it_ends_and_says_so) {
    struct cd_instance desk;
    cd_pipeline_open(&pipeline, cd_broker_address(), 1, 1);
    cd_instance_start(&desk, &pipeline, "one",
                      (const char *[]){"kafka.brokers=127.0.0.1:1", NULL});
    ck_assert(cd_instance_says(&desk, "no broker", 1, 30));
    ck_assert_int_ne(cd_instance_end(&desk, 8), -1);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("serve");
    TCase *tests = tcase_create("serve");
    tcase_set_timeout(tests, 400);
    tcase_add_test(tests, every_record_comes_out_once_and_in_order);
    tcase_add_test(tests, without_deduplication_no_ledger_is_needed);
    tcase_add_test(tests, an_input_partition_keeps_its_order_in_topics_of_other_sizes);
    tcase_add_test(tests, instances_come_and_go_while_it_works);
    tcase_add_test(tests, of_two_with_one_name_one_ends_and_says_why);
    tcase_add_loop_test(
        tests, a_topic_made_anew_while_it_is_read_is_read_from_its_beginning, 0, 2);
    tcase_add_test(tests, a_missing_topic_is_told_at_start);
    tcase_add_test(tests, without_a_broker_it_ends_and_says_so);
    suite_add_tcase(suite, tests);
    tests = tcase_create("withdrawals");
    tcase_set_timeout(tests, 400);
    tcase_add_test(tests, a_copy_of_what_a_tombstone_withdrew_comes_out);
    tcase_add_test(tests, a_copy_of_what_the_broker_refused_comes_out);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
