/* Instances are killed with -9 or frozen while they work; nothing may be lost, doubled or
 * out of order for it. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "tests/fault/crash_run.h"

static unsigned seed_of_the_day(void) {
    unsigned seed = getenv("CD_SEED") ? (unsigned)strtoul(getenv("CD_SEED"), NULL, 10)
                                      : (unsigned)time(NULL);
    printf("CD_SEED=%u\n", seed);
    return seed;
}

/* Small transactions: the kill must come while there is work left. */
static const char *const settings[] = {"transaction.interval=20ms", "ring.slots=256",
                                       NULL};

START_TEST(one_of_two_is_killed_and_nothing_is_lost_or_doubled) {
    struct cd_crash_run run = {
        .articles = 10000, .seed = seed_of_the_day(), .settings = settings};
    struct cd_crash_result result;
    ck_assert_uint_eq(cd_crash_run(&run, &result), 0);
    ck_assert_int_ge(result.first_commit_ms, 0);
}
END_TEST

START_TEST(a_single_one_may_be_killed_again_and_again) {
    enum { ARTICLES = 12000, KILLS = 6 };
    unsigned seed = seed_of_the_day();
    struct cd_pipeline pipeline = {0};
    struct cd_instance desk;
    struct cd_audit audit;
    cd_pipeline_open(&pipeline, cd_broker_address(), 4, 4);
    cd_pipeline_feed(&pipeline, seed, 0, ARTICLES);
    for (int i = 1; i <= KILLS; i++) {
        cd_instance_start(&desk, &pipeline, "one", settings);
        ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES / (KILLS + 1) * i, 120));
        cd_instance_kill(&desk);
    }
    cd_instance_start(&desk, &pipeline, "one", settings);
    ck_assert(cd_instance_says(&desk, "taken at", 1, 60));
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES, 120));
    ck_assert_int_eq(cd_instance_end(&desk, 10), 0);
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(cd_audit_faults(&audit), 0);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

/* It wakes with a transaction open and partitions that are another's by then. */
START_TEST(one_that_was_frozen_beyond_its_session_does_no_harm) {
    enum { ARTICLES = 6000 };
    static const char *const quick[] = {"kafka.consumer.session.timeout.ms=2000",
                                        "kafka.producer.transaction.timeout.ms=3000",
                                        "kafka.producer.message.timeout.ms=2000", NULL};
    unsigned seed = seed_of_the_day();
    struct cd_pipeline pipeline = {.settings = {quick[0], quick[1], quick[2]}};
    struct cd_instance one, two;
    struct cd_audit audit;
    cd_pipeline_open(&pipeline, cd_broker_address(), 4, 4);
    cd_instance_start(&one, &pipeline, "one", NULL);
    cd_instance_start(&two, &pipeline, "two", NULL);
    ck_assert(cd_instance_says(&one, "taken at", 2, 60));
    ck_assert(cd_instance_says(&two, "taken at", 2, 60));
    cd_pipeline_feed(&pipeline, seed, 0, ARTICLES);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES / 4, 60));
    kill(one.pid, SIGSTOP);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES, 120));
    kill(one.pid, SIGCONT);
    cd_pipeline_feed(&pipeline, seed, ARTICLES, ARTICLES + 400);
    ck_assert(cd_pipeline_reaches(&pipeline, ARTICLES + 400, 120));
    if (cd_instance_runs(&one))
        ck_assert_int_eq(cd_instance_end(&one, 10), 0);
    ck_assert_int_eq(cd_instance_end(&two, 10), 0);
    cd_pipeline_audit(&pipeline, &audit);
    ck_assert_uint_eq(cd_audit_faults(&audit), 0);
    cd_pipeline_close(&pipeline, false);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("crash");
    TCase *tests = tcase_create("crash");
    tcase_set_timeout(tests, 500);
    tcase_add_test(tests, one_of_two_is_killed_and_nothing_is_lost_or_doubled);
    tcase_add_test(tests, a_single_one_may_be_killed_again_and_again);
    tcase_add_test(tests, one_that_was_frozen_beyond_its_session_does_no_harm);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
