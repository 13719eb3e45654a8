/* The broker is killed, or answers nothing for a while; the service waits, ends what
 * hangs with a new producer, and goes on. */
#include <check.h>
#include <stdlib.h>
#include <time.h>

#include "tests/broker/pipeline.h"

#define ARTICLES 12000

static struct cd_broker broker;
static struct cd_pipeline pipeline;
static struct cd_instance desk;

static void set_up(void) {
    cd_broker_open(&broker);
    pipeline =
        (struct cd_pipeline){.settings = {"kafka.common.socket.timeout.ms=2000",
                                          "kafka.producer.transaction.timeout.ms=8000",
                                          "kafka.producer.message.timeout.ms=6000",
                                          "transaction.interval=20ms", "ring.slots=64"}};
    cd_pipeline_open(&pipeline, broker.address, 4, 4);
}

static void tear_down(void) { cd_broker_close(&broker); }

static void expect_all_is_well(void) {
    struct cd_audit audit;
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES, 200));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(cd_audit_faults(&audit), 0);
    cd_pipeline_close(&pipeline, false);
}

static void begin(void) {
    unsigned seed = (unsigned)time(NULL);
    printf("seed %u\n", seed);
    cd_pipeline_feed(&pipeline, seed, 0, ARTICLES);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES / 10, 60));
}

START_TEST(the_broker_is_killed_and_comes_back) {
    begin();
    cd_broker_kill(&broker);
    cd_broker_start(&broker);
    expect_all_is_well();
}
END_TEST

/* Longer than a transaction and a session may last. */
START_TEST(the_broker_answers_nothing_for_a_while) {
    begin();
    cd_broker_freeze(&broker);
    ck_assert(cd_instance_says(&desk, "SESSTMOUT", 1, 60));
    cd_broker_thaw(&broker);
    expect_all_is_well();
}
END_TEST

START_TEST(it_ends_in_time_without_a_broker) {
    begin();
    cd_broker_freeze(&broker);
    int status = cd_instance_end(&desk, 8);
    ck_assert_msg(status == 0 || status == 69, "status %d", status);
    cd_broker_thaw(&broker);
    cd_instance_start(&desk, &pipeline, "one", NULL);
    expect_all_is_well();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("outage");
    TCase *tests = tcase_create("outage");
    tcase_set_timeout(tests, 500);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_broker_is_killed_and_comes_back);
    tcase_add_test(tests, the_broker_answers_nothing_for_a_while);
    tcase_add_test(tests, it_ends_in_time_without_a_broker);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
