/* The ledger's two Kafka handles on librdkafka's mock cluster: what settles when, and
 * what a reader says of records that are not there. A real topic, made anew and all, is
 * in tests/broker/test_ledger.c. */
#include "consumer/ledger_reader.h"
#include "consumer/ledger_writer.h"

#include <check.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "consumer/command.h"
#include "suite.h"

#define ASK_MS 20000

static rd_kafka_t *host;
static rd_kafka_mock_cluster_t *cluster;
static struct cd_config *config;
static struct cd_logger logger = {-1, CD_LOG_ERROR};
static struct cd_bell bell;
static struct cd_writer *writer;
static struct cd_reader *reader;
static struct cd_error err;

static void load(void) {
    char brokers[160];
    const struct cd_option *const tables[] = {cd_consumer_options, NULL};
    struct cd_config_fault fault;
    size_t count;
    snprintf(brokers, sizeof brokers, "kafka.brokers=%s",
             rd_kafka_mock_cluster_bootstraps(cluster));
    const char *const settings[] = {brokers, "topics.ledger=ledger", NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    ck_assert_msg(!cd_config_load(&config, &from, &fault, 1, &count, &err), "%s",
                  err.text);
}

static void set_up(void) {
    char words[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, NULL);
    host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, words, sizeof words);
    ck_assert_msg(host != NULL, "%s", words);
    cluster = rd_kafka_mock_cluster_new(host, 1);
    rd_kafka_mock_topic_create(cluster, "ledger", 1, 1);
    err = (struct cd_error){0};
    load();
    ck_assert_int_eq(cd_bell_open(&bell, &err), 0);
    writer = calloc(1, sizeof *writer);
    reader = calloc(1, sizeof *reader);
    ck_assert(writer && reader);
}

static void tear_down(void) {
    cd_reader_close(reader);
    cd_writer_close(writer);
    free(reader);
    free(writer);
    cd_bell_close(&bell);
    cd_config_free(config);
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
}

static void open_writer(void) {
    ck_assert_msg(!cd_writer_open(writer, config, &logger, &bell, &err), "%s", err.text);
}

static void open_reader(int64_t offset) {
    ck_assert_msg(!cd_reader_open(reader, config, &logger, &bell, ASK_MS, &err), "%s",
                  err.text);
    ck_assert_msg(!cd_reader_start(reader, offset, &err), "%s", err.text);
}

static void append(const char *text, uint64_t ticket) {
    ck_assert_msg(!cd_writer_append(writer, cd_str_of(text), ticket, &err), "%s",
                  err.text);
}

static void wait_for_acknowledgements(void) {
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    while (writer->unacknowledged) {
        ck_assert_msg(cd_writer_poll(writer, &err) >= 0, "%s", err.text);
        ck_assert(cd_left_ms(deadline_ms));
        cd_sleep_ms(1);
    }
}

static void read_one(const char *expected) {
    rd_kafka_message_t *message;
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    int rc;
    while ((rc = cd_reader_next(reader, 100, &message, &err)) == 0)
        ck_assert(cd_left_ms(deadline_ms));
    ck_assert_msg(rc > 0, "%s", err.text);
    ck_assert_uint_eq(message->len, strlen(expected));
    ck_assert_int_eq(memcmp(message->payload, expected, message->len), 0);
    rd_kafka_message_destroy(message);
}

START_TEST(a_ticket_settles_when_it_is_acknowledged_and_read_back) {
    open_writer();
    append("seen", 0);
    append("first", 1);
    append("seen", 0);
    append("second", 2);
    ck_assert_uint_eq(cd_writer_settled(writer, 4), 0); /* not acknowledged */
    wait_for_acknowledgements();
    ck_assert_uint_eq(cd_writer_settled(writer, 1), 0); /* not read back */
    ck_assert_uint_eq(cd_writer_settled(writer, 2), 1);
    ck_assert_uint_eq(cd_writer_settled(writer, 3), 0);
    ck_assert_uint_eq(cd_writer_settled(writer, 4), 2);
    ck_assert_uint_eq(cd_writer_settled(writer, 9), 0);
}
END_TEST

START_TEST(one_position_settles_all_before_it) {
    open_writer();
    for (uint64_t i = 1; i <= 10; i++)
        append("decided", i);
    wait_for_acknowledgements();
    ck_assert_uint_eq(cd_writer_settled(writer, 7), 7);
    ck_assert_uint_eq(cd_writer_settled(writer, 10), 10);
}
END_TEST

START_TEST(more_tickets_than_are_followed_settle_together_and_none_too_early) {
    enum { TICKETS = CD_WRITER_MARKS + 100 };
    open_writer();
    for (uint64_t i = 1; i <= TICKETS; i++)
        append("decided", i);
    wait_for_acknowledgements();
    ck_assert_uint_eq(cd_writer_settled(writer, CD_WRITER_MARKS - 1),
                      CD_WRITER_MARKS - 1);
    ck_assert_uint_eq(cd_writer_settled(writer, TICKETS - 1), 0);
    ck_assert_uint_eq(cd_writer_settled(writer, TICKETS), TICKETS);
}
END_TEST

START_TEST(an_append_without_a_leader_waits) {
    open_writer();
    append("first", 1);
    wait_for_acknowledgements();
    ck_assert_int_eq(cd_writer_waiting_ms(writer, cd_now_ms()), 0);
    rd_kafka_mock_partition_set_leader(cluster, "ledger", 0, -1);
    append("second", 2);
    int64_t until_ms = cd_now_ms() + 1500;
    while (cd_left_ms(until_ms)) {
        ck_assert_msg(cd_writer_poll(writer, &err) >= 0, "%s", err.text);
        ck_assert_uint_eq(writer->unacknowledged, 1);
        cd_sleep_ms(10);
    }
    ck_assert_int_ge(cd_writer_waiting_ms(writer, cd_now_ms()), 1000);
    rd_kafka_mock_partition_set_leader(cluster, "ledger", 0, 1);
    wait_for_acknowledgements();
    ck_assert_uint_eq(cd_writer_settled(writer, 2), 2);
}
END_TEST

START_TEST(what_is_refused_for_good_is_told) {
    open_writer();
    append("first", 1);
    wait_for_acknowledgements();
    rd_kafka_mock_push_request_errors(cluster, 0 /* Produce */, 1,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    append("second", 2);
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    while (cd_writer_poll(writer, &err) >= 0) {
        ck_assert(cd_left_ms(deadline_ms));
        cd_sleep_ms(1);
    }
    ck_assert_int_eq(err.code, CD_EWORLD);
    ck_assert_ptr_nonnull(strstr(err.text, "ledger"));
}
END_TEST

START_TEST(what_was_appended_is_read_from_the_offset_that_was_asked_for) {
    open_writer();
    append("one", 0);
    append("two", 0);
    append("three", 0);
    wait_for_acknowledgements();
    open_reader(1);
    ck_assert_int_eq(reader->low, 0);
    ck_assert_int_eq(reader->end, 3);
    read_one("two");
    read_one("three");
    ck_assert_int_eq(reader->position, 3);
}
END_TEST

START_TEST(an_offset_below_the_topics_first_begins_there) {
    open_writer();
    append("one", 0);
    wait_for_acknowledgements();
    open_reader(-1000);
    read_one("one");
}
END_TEST

START_TEST(an_offset_that_there_is_not_is_an_error) {
    rd_kafka_message_t *message;
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    int rc;
    open_writer();
    append("one", 0);
    wait_for_acknowledgements();
    open_reader(1000);
    while ((rc = cd_reader_next(reader, 100, &message, &err)) == 0)
        ck_assert(cd_left_ms(deadline_ms));
    ck_assert_int_eq(rc, CD_EWORLD);
    ck_assert_str_eq(err.reason, "range");
}
END_TEST

START_TEST(a_cluster_that_does_not_know_times_is_not_doubted) {
    open_writer();
    append("one", 0);
    wait_for_acknowledgements();
    cd_sleep_ms(5); /* so that the next one is later, whenever the rest happens */
    append("two", 0);
    wait_for_acknowledgements();
    open_reader(0);
    read_one("one");
    read_one("two");
    cd_reader_caught_up(reader);
    ck_assert_msg(!cd_reader_verify(reader, &err), "%s", err.text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("ledger's transport");
    TCase *tests = tcase_create("mock cluster");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_ticket_settles_when_it_is_acknowledged_and_read_back);
    tcase_add_test(tests, one_position_settles_all_before_it);
    tcase_add_test(tests,
                   more_tickets_than_are_followed_settle_together_and_none_too_early);
    tcase_add_test(tests, an_append_without_a_leader_waits);
    tcase_add_test(tests, what_is_refused_for_good_is_told);
    tcase_add_test(tests, what_was_appended_is_read_from_the_offset_that_was_asked_for);
    tcase_add_test(tests, an_offset_below_the_topics_first_begins_there);
    tcase_add_test(tests, an_offset_that_there_is_not_is_an_error);
    tcase_add_test(tests, a_cluster_that_does_not_know_times_is_not_doubted);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
