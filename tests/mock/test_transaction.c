/* What the desk makes of the answers to a transaction's requests; the rows of its table
 * (consumer/README.md) that need a broker which misbehaves at a chosen moment. */
#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "tests/mock/stand.h"

static struct cd_stand stand;

static void open_with(const char *const *settings) {
    cd_stand_open(&stand, settings);
    cd_stand_start(&stand);
    cd_stand_feed(&stand, 10);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, 10);
}

static void set_up(void) { open_with(NULL); }

static void tear_down(void) { cd_stand_close(&stand); }

/* It has gone on: another ten articles are committed. */
static void expect_that_it_goes_on(void) {
    uint64_t before = cd_stand_count(&stand, CD_COUNT_ARTICLES);
    cd_stand_feed(&stand, 10);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, before + 10);
    cd_stand_stop(&stand);
    ck_assert_msg(stand.desk.error.code == 0, "%s", stand.desk.error.text);
}

START_TEST(without_trouble_nothing_is_aborted_rewound_or_replaced) {
    expect_that_it_goes_on();
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ABORTS), 0);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REWINDS), 0);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REPLACED), 0);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_OUTPUT), 20);
}
END_TEST

/* librdkafka asks again and reports success; the first request may still arrive. */
START_TEST(a_late_end_of_a_transaction_costs_the_producer_but_no_rewind) {
    cd_stand_delay(&stand, CD_API_END_TXN, 3000);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_REPLACED, 1);
    ck_assert_uint_ge(cd_stand_count(&stand, CD_COUNT_ARTICLES), 11);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REWINDS), 0);
    expect_that_it_goes_on();
}
END_TEST

START_TEST(a_late_produce_costs_the_producer_and_what_is_open) {
    cd_stand_delay(&stand, CD_API_PRODUCE, 3000);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_REPLACED, 1);
    cd_stand_await(&stand, CD_COUNT_ARTICLES, 11);
    expect_that_it_goes_on();
}
END_TEST

static void expect_an_abort_after(int16_t api, rd_kafka_resp_err_t error) {
    cd_stand_refuse(&stand, api, error);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_REWINDS, 1);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ABORTS), 1);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REPLACED), 0);
    expect_that_it_goes_on();
}

START_TEST(offsets_of_an_old_generation_abort_and_rewind) {
    expect_an_abort_after(CD_API_TXN_OFFSET_COMMIT, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
}
END_TEST

START_TEST(a_record_that_is_not_delivered_aborts_and_rewinds) {
    expect_an_abort_after(CD_API_PRODUCE, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
}
END_TEST

START_TEST(a_partition_that_is_not_added_aborts_and_rewinds) {
    expect_an_abort_after(CD_API_ADD_PARTITIONS_TO_TXN,
                          RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
}
END_TEST

START_TEST(a_retriable_error_is_none) {
    cd_stand_refuse(&stand, CD_API_ADD_OFFSETS_TO_TXN,
                    RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    cd_stand_refuse(&stand, CD_API_END_TXN, RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
    expect_that_it_goes_on();
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_ABORTS), 0);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REWINDS), 0);
}
END_TEST

START_TEST(a_fatal_error_that_is_no_fence_costs_producer_and_rewind) {
    cd_stand_refuse(&stand, CD_API_END_TXN, RD_KAFKA_RESP_ERR_INVALID_TXN_STATE);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_REWINDS, 1);
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_REPLACED), 1);
    expect_that_it_goes_on();
}
END_TEST

START_TEST(who_is_fenced_ends_and_says_by_whom) {
    cd_stand_refuse(&stand, CD_API_END_TXN, RD_KAFKA_RESP_ERR_PRODUCER_FENCED);
    cd_stand_feed(&stand, 1);
    cd_stand_await_end(&stand);
    ck_assert_str_eq(stand.desk.error.reason, "fenced");
}
END_TEST

START_TEST(a_static_twin_ends_it_too) {
    cd_stand_refuse(&stand, CD_API_HEARTBEAT, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
    cd_stand_await_end(&stand);
    ck_assert_str_eq(stand.desk.error.reason, "fenced");
}
END_TEST

START_TEST(a_record_that_is_refused_alone_becomes_a_dead_letter) {
    cd_stand_refuse(&stand, CD_API_PRODUCE, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP);
    cd_stand_feed(&stand, 1);
    cd_stand_await(&stand, CD_COUNT_DEAD_LETTERS, 1);
    expect_that_it_goes_on();
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_DEAD_LETTERS), 1);
}
END_TEST

/* A broker refuses a batch whole: nobody is to blame before he was refused alone. */
START_TEST(records_that_were_refused_together_are_sent_alone) {
    cd_stand_refuse(&stand, CD_API_PRODUCE, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP);
    cd_stand_feed(&stand, 5);
    cd_stand_await(&stand, CD_COUNT_REWINDS, 1);
    ck_assert_uint_ge(cd_stand_count(&stand, CD_COUNT_REFUSED), 2);
    cd_stand_await(&stand, CD_COUNT_COMMITS,
                   cd_stand_count(&stand, CD_COUNT_COMMITS) + 5);
    expect_that_it_goes_on();
    ck_assert_uint_eq(cd_stand_count(&stand, CD_COUNT_DEAD_LETTERS), 0);
}
END_TEST

/* Each abort in a row is followed by a longer pause than the one before. */
START_TEST(what_fails_again_and_again_is_not_tried_without_a_pause) {
    for (int i = 0; i < 6; i++)
        cd_stand_refuse(&stand, CD_API_TXN_OFFSET_COMMIT,
                        RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    cd_stand_feed(&stand, 1);
    int64_t begun = cd_now_ms();
    cd_stand_await(&stand, CD_COUNT_ABORTS, 6);
    ck_assert_int_ge(cd_now_ms() - begun, 50 + 100 + 200 + 400);
    expect_that_it_goes_on();
    ck_assert_uint_eq(stand.desk.aborts_in_row, 0);
}
END_TEST

START_TEST(it_ends_while_a_commit_hangs) {
    cd_stand_delay(&stand, CD_API_END_TXN, 3000);
    cd_stand_feed(&stand, 1);
    cd_stand_stop(&stand);
    ck_assert_msg(stand.desk.error.code == 0, "%s", stand.desk.error.text);
}
END_TEST

static void await_line(int fd, const char *words) {
    char text[65536];
    size_t len = 0;
    int64_t deadline = cd_now_ms() + 60000;
    while (cd_left_ms(deadline) > 0) {
        ssize_t more = read(fd, text + len, sizeof text - 1 - len);
        len += more > 0 ? (size_t)more : 0;
        text[len] = 0;
        if (strstr(text, words))
            return;
        cd_sleep_ms(20);
    }
    ck_abort_msg("\"%s\" was not logged: %s", words, text);
}

/* Somebody deleted it; what waits for it comes out when it is there again. */
START_TEST(a_topic_that_is_gone_is_named) {
    int ends[2];
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    cd_stand_open(&stand, NULL);
    stand.log.fd = ends[1];
    rd_kafka_mock_topic_set_error(stand.cluster, "articles.desk",
                                  RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    cd_stand_start(&stand);
    await_line(ends[0], "warn output: topic articles.desk: Broker: Unknown topic");
    rd_kafka_mock_topic_set_error(stand.cluster, "articles.desk",
                                  RD_KAFKA_RESP_ERR_NO_ERROR);
    expect_that_it_goes_on();
    cd_stand_close(&stand);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("transaction");
    TCase *tests = tcase_create("transaction");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, without_trouble_nothing_is_aborted_rewound_or_replaced);
    tcase_add_test(tests, a_late_end_of_a_transaction_costs_the_producer_but_no_rewind);
    tcase_add_test(tests, a_late_produce_costs_the_producer_and_what_is_open);
    tcase_add_test(tests, offsets_of_an_old_generation_abort_and_rewind);
    tcase_add_test(tests, a_record_that_is_not_delivered_aborts_and_rewinds);
    tcase_add_test(tests, a_partition_that_is_not_added_aborts_and_rewinds);
    tcase_add_test(tests, a_retriable_error_is_none);
    tcase_add_test(tests, a_fatal_error_that_is_no_fence_costs_producer_and_rewind);
    tcase_add_test(tests, who_is_fenced_ends_and_says_by_whom);
    tcase_add_test(tests, a_static_twin_ends_it_too);
    tcase_add_test(tests, a_record_that_is_refused_alone_becomes_a_dead_letter);
    tcase_add_test(tests, records_that_were_refused_together_are_sent_alone);
    tcase_add_test(tests, what_fails_again_and_again_is_not_tried_without_a_pause);
    tcase_add_test(tests, it_ends_while_a_commit_hangs);
    TCase *gone = tcase_create("gone");
    tcase_set_timeout(gone, 120);
    tcase_add_test(gone, a_topic_that_is_gone_is_named);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, gone);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
