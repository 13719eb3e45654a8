/* `check --connect` on a real cluster: the group's progress and members, and how the
 * whole ends. */
#include "consumer/check_connect.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "consumer/command.h"
#include "consumer/group_check.h"
#include "tests/broker/harness.h"

#define ASK_MS     20000
#define PARTITIONS 2

static char input[64], output[64], duplicates[64], dead[64], ledger[64], group[64];
static struct cd_config *config;
static struct cd_logger logger = {-1, CD_LOG_ERROR};
static struct cd_client client = {.log = &logger, .part = "test"};
static rd_kafka_t *admin;
static struct cd_error err;

static void set(char *out, const char *key, const char *value) {
    snprintf(out, 160, "%s=%s", key, value);
}

static void load(const char *brokers, const char *more) {
    char settings[8][160];
    struct cd_tables tables = cd_option_tables();
    struct cd_config_fault fault;
    size_t count;
    set(settings[0], "kafka.brokers", brokers);
    set(settings[1], "topics.input", input);
    set(settings[2], "topics.output", output);
    set(settings[3], "topics.duplicates", duplicates);
    set(settings[4], "topics.dead_letter", dead);
    set(settings[5], "topics.ledger", ledger);
    set(settings[6], "kafka.group", group);
    const char *const list[] = {
        settings[0], settings[1], settings[2],         settings[3], settings[4],
        settings[5], settings[6], "instance.name=one", more,        NULL};
    struct cd_config_source from = {.tables = tables.list, .settings = list};
    cd_config_free(config);
    ck_assert_msg(!cd_config_load(&config, &from, &fault, 1, &count, &err), "%s",
                  err.text);
}

static void set_up(void) {
    err = (struct cd_error){0};
    cd_broker_name(input, sizeof input, "input");
    cd_broker_name(output, sizeof output, "output");
    cd_broker_name(duplicates, sizeof duplicates, "duplicates");
    cd_broker_name(dead, sizeof dead, "dead");
    cd_broker_name(ledger, sizeof ledger, "ledger");
    cd_broker_name(group, sizeof group, "group");
    load(cd_broker_address(), NULL);
    ck_assert_msg(!cd_client_new(&admin, CD_CLIENT_ADMIN, config, &client, &err), "%s",
                  err.text);
    cd_broker_topic(cd_broker_address(), input, PARTITIONS, NULL);
}

static void tear_down(void) {
    cd_broker_delete_topic(cd_broker_address(), input);
    rd_kafka_destroy(admin);
    cd_config_free(config);
    config = NULL;
}

static void fill(int records) {
    rd_kafka_t *producer = cd_broker_producer(cd_broker_address());
    for (int i = 0; i < records; i++)
        ck_assert_int_eq(rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(input),
                                           RD_KAFKA_V_PARTITION(i % PARTITIONS),
                                           RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                           RD_KAFKA_V_VALUE(&i, sizeof i),
                                           RD_KAFKA_V_END),
                         0);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
}

/* As our own input handle would do it, but for the transaction. */
static void commit(int32_t partition, int64_t offset) {
    rd_kafka_t *handle;
    ck_assert_int_eq(cd_client_new(&handle, CD_CLIENT_INPUT, config, &client, &err), 0);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, input, partition)->offset = offset;
    ck_assert_int_eq(rd_kafka_commit(handle, list, 0), 0);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(handle);
}

static struct cd_group_facts look(struct cd_findings *findings) {
    struct cd_all_topics topics = {.inputs = 1, .input = {{.name = input}}};
    struct cd_group_facts facts;
    *findings = (struct cd_findings){0};
    ck_assert_msg(!cd_topics_describe(admin, topics.input, 1, ASK_MS, &err), "%s",
                  err.text);
    ck_assert_msg(!cd_group_check(admin, config, &topics, ASK_MS, findings, &facts, &err),
                  "%s", err.text);
    ck_assert(facts.progress);
    return facts;
}

START_TEST(a_group_that_is_not_there_has_all_before_it) {
    struct cd_findings findings;
    fill(10);
    struct cd_group_facts facts = look(&findings);
    ck_assert_uint_eq(facts.members, 0);
    ck_assert(!facts.committed);
    ck_assert_int_eq(facts.behind, 10);
    ck_assert_int_eq(facts.last_hour, 10);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(what_is_committed_is_not_counted) {
    struct cd_findings findings;
    fill(10);
    commit(0, 3);
    struct cd_group_facts facts = look(&findings);
    ck_assert(facts.committed);
    ck_assert_int_eq(facts.behind, 7);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

static void remove_records(int32_t partition, int64_t before) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, input, partition)->offset = before;
    rd_kafka_DeleteRecords_t *request = rd_kafka_DeleteRecords_new(list);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin);
    rd_kafka_DeleteRecords(admin, &request, 1, NULL, queue);
    rd_kafka_event_t *answer = rd_kafka_queue_poll(queue, ASK_MS);
    ck_assert_ptr_nonnull(answer);
    ck_assert_int_eq(rd_kafka_event_error(answer), 0);
    rd_kafka_event_destroy(answer);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteRecords_destroy(request);
    rd_kafka_topic_partition_list_destroy(list);
}

START_TEST(records_that_were_removed_before_they_were_read_are_a_loss) {
    struct cd_findings findings;
    fill(20);
    commit(1, 3);
    remove_records(1, 8);
    struct cd_group_facts facts = look(&findings);
    ck_assert_uint_eq(findings.faults, 1);
    ck_assert_msg(strstr(findings.items[0].text, "5 records were removed"), "%s",
                  findings.items[0].text);
    ck_assert_int_eq(facts.behind, 10 + 2);
}
END_TEST

START_TEST(an_offset_beyond_the_end_means_another_topic) {
    struct cd_findings findings;
    fill(4);
    commit(0, 100);
    (void)look(&findings);
    ck_assert_uint_eq(findings.faults, 1);
    ck_assert_msg(strstr(findings.items[0].text, "made anew"), "%s",
                  findings.items[0].text);
}
END_TEST

START_TEST(an_instance_of_the_same_name_is_warned_of) {
    struct cd_findings findings;
    rd_kafka_t *handle;
    ck_assert_int_eq(cd_client_new(&handle, CD_CLIENT_INPUT, config, &client, &err), 0);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, input, RD_KAFKA_PARTITION_UA);
    ck_assert_int_eq(rd_kafka_subscribe(handle, list), 0);
    rd_kafka_topic_partition_list_destroy(list);
    int64_t deadline_ms = cd_now_ms() + ASK_MS;
    do {
        ck_assert_msg(cd_left_ms(deadline_ms), "the member is not in the group");
        rd_kafka_message_t *message = rd_kafka_consumer_poll(handle, 50);
        if (message)
            rd_kafka_message_destroy(message);
    } while (look(&findings).members == 0);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_uint_eq(findings.faults, 0);
    ck_assert_msg(strstr(findings.items[0].text, "\"one\""), "%s",
                  findings.items[0].text);
    rd_kafka_destroy(handle);
}
END_TEST

START_TEST(a_check_fails_for_what_is_missing_and_passes_once_it_is_there) {
    ck_assert_int_eq(cd_check_connect(config), CD_EXIT_CONFIG);
    const char *const ends[] = {output, duplicates, dead};
    for (size_t i = 0; i < 3; i++)
        cd_broker_topic(cd_broker_address(), ends[i], PARTITIONS, NULL);
    ck_assert_int_eq(cd_check_connect(config), CD_EXIT_OK);
    struct cd_topic topic = {.name = ledger};
    ck_assert_int_eq(cd_topics_describe(admin, &topic, 1, ASK_MS, &err), 0);
    ck_assert(!topic.exists); /* it only looked */
    load(cd_broker_address(), "kafka.producer.transaction.timeout.ms=2000000000");
    ck_assert_int_eq(cd_check_connect(config), CD_EXIT_CONFIG);
    for (size_t i = 0; i < 3; i++)
        cd_broker_delete_topic(cd_broker_address(), ends[i]);
}
END_TEST

START_TEST(a_check_without_brokers_ends_as_unavailable) {
    load("127.0.0.1:1", NULL);
    ck_assert_int_eq(cd_check_connect(config), CD_EXIT_UNAVAILABLE);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("check --connect");
    TCase *tests = tcase_create("group");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_group_that_is_not_there_has_all_before_it);
    tcase_add_test(tests, what_is_committed_is_not_counted);
    tcase_add_test(tests, records_that_were_removed_before_they_were_read_are_a_loss);
    tcase_add_test(tests, an_offset_beyond_the_end_means_another_topic);
    tcase_add_test(tests, an_instance_of_the_same_name_is_warned_of);
    tcase_add_test(tests, a_check_fails_for_what_is_missing_and_passes_once_it_is_there);
    tcase_add_test(tests, a_check_without_brokers_ends_as_unavailable);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
