/* Topics on a real cluster: what is read of them, and the ledger's topic, which is made
 * where it is missing and refused where it is wrong. */
#include "consumer/ledger_topic.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/client.h"
#include "tests/broker/harness.h"

#define ASK_MS 10000
#define DAY_MS INT64_C(86400000)

static const struct cd_option options[] = {
    {.key = "kafka.brokers", .type = CD_OPTION_STRING, .value = "null", .help = "h"},
    {.key = "kafka.group", .type = CD_OPTION_STRING, .value = "\"g\"", .help = "h"},
    {.key = "kafka.common", .type = CD_OPTION_MAP, .value = "{}", .help = "h"},
    {.key = "instance.name", .type = CD_OPTION_STRING, .value = "\"i\"", .help = "h"},
    {.key = "topics.ledger", .type = CD_OPTION_STRING, .value = "\"l\"", .help = "h"},
    {.key = "dedup.window",
     .type = CD_OPTION_DURATION,
     .value = "\"7d\"",
     .min = 1,
     .max = 1e15,
     .help = "h"},
    {.key = NULL}};

static struct cd_logger log_nowhere = {-1, CD_LOG_ERROR};
static struct cd_client client = {.log = &log_nowhere, .part = "test"};

struct ground {
    struct cd_config *config;
    rd_kafka_t *admin;
    char ledger[64];
};

static struct ground ground_for(const char *ledger_stem) {
    static const struct cd_option *const tables[] = {options, NULL};
    struct ground ground;
    char brokers[128], ledger[128];
    struct cd_config_fault faults[4];
    struct cd_error err = {0};
    size_t count;
    cd_broker_name(ground.ledger, sizeof ground.ledger, ledger_stem);
    snprintf(brokers, sizeof brokers, "kafka.brokers=%s", cd_broker_address());
    snprintf(ledger, sizeof ledger, "topics.ledger=%s", ground.ledger);
    const char *const settings[] = {brokers, ledger, NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    ck_assert_msg(!cd_config_load(&ground.config, &from, faults, 4, &count, &err), "%s",
                  err.text);
    ck_assert_msg(
        !cd_client_new(&ground.admin, CD_CLIENT_ADMIN, ground.config, &client, &err),
        "%s", err.text);
    return ground;
}

static void leave(struct ground *ground) {
    rd_kafka_destroy(ground->admin);
    cd_config_free(ground->config);
}

static struct cd_topic describe(struct ground *ground, const char *name) {
    struct cd_topic topic = {.name = name};
    struct cd_error err = {0};
    ck_assert_msg(!cd_topics_describe(ground->admin, &topic, 1, ASK_MS, &err), "%s",
                  err.text);
    return topic;
}

static int make_ready(struct ground *ground, struct cd_error *err) {
    return cd_ledger_topic_ready(ground->admin, ground->config, &log_nowhere, ASK_MS,
                                 err);
}

START_TEST(a_topic_is_read_as_it_is) {
    struct ground ground = ground_for("ledger");
    char name[64];
    cd_broker_name(name, sizeof name, "topics");
    cd_broker_topic(cd_broker_address(), name, 3,
                    (const char *[]){"cleanup.policy", "compact", "retention.ms", "1234",
                                     "retention.bytes", "5678", "max.message.bytes",
                                     "4321", "message.timestamp.type", "LogAppendTime",
                                     "message.timestamp.before.max.ms", "98765", NULL});
    struct cd_topic topic = describe(&ground, name);
    ck_assert(topic.exists);
    ck_assert_int_eq(topic.partitions, 3);
    ck_assert_int_eq(topic.replication, 1);
    ck_assert_ptr_null(topic.unread);
    ck_assert_str_eq(topic.cleanup_policy, "compact");
    ck_assert_str_eq(topic.timestamp_type, "LogAppendTime");
    ck_assert_int_eq(topic.retention_ms, 1234);
    ck_assert_int_eq(topic.retention_bytes, 5678);
    ck_assert_int_eq(topic.max_message_bytes, 4321);
    ck_assert_int_eq(topic.min_insync_replicas, 1);
    ck_assert_int_eq(topic.oldest_ms, 98765);
    cd_broker_delete_topic(cd_broker_address(), name);
    leave(&ground);
}
END_TEST

START_TEST(asking_for_a_topic_does_not_make_it) {
    struct ground ground = ground_for("ledger");
    ck_assert(!describe(&ground, ground.ledger).exists);
    ck_assert(!describe(&ground, ground.ledger).exists);
    leave(&ground);
}
END_TEST

START_TEST(a_missing_ledger_is_made_as_it_has_to_be) {
    struct ground ground = ground_for("ledger");
    struct cd_error err = {0};
    ck_assert_msg(!make_ready(&ground, &err), "%s", err.text);
    struct cd_topic topic = describe(&ground, ground.ledger);
    ck_assert_int_eq(topic.partitions, 1);
    ck_assert_str_eq(topic.cleanup_policy, "delete");
    ck_assert_int_eq(topic.retention_bytes, -1);
    ck_assert_int_eq(topic.retention_ms, 15 * DAY_MS);
    ck_assert_str_eq(topic.timestamp_type, "LogAppendTime");
    cd_broker_delete_topic(cd_broker_address(), ground.ledger);
    leave(&ground);
}
END_TEST

START_TEST(a_ledger_that_is_right_stays_as_it_is) {
    struct ground ground = ground_for("ledger");
    struct cd_error err = {0};
    cd_broker_topic(cd_broker_address(), ground.ledger, 1,
                    (const char *[]){"retention.ms", "-1", NULL});
    ck_assert_msg(!make_ready(&ground, &err), "%s", err.text);
    ck_assert_int_eq(describe(&ground, ground.ledger).retention_ms, -1);
    cd_broker_delete_topic(cd_broker_address(), ground.ledger);
    leave(&ground);
}
END_TEST

static const struct {
    int partitions;
    const char *settings[3];
} wrong[] = {
    {2, {"retention.ms", "-1", NULL}},
    {1, {"cleanup.policy", "compact", NULL}},
    {1, {"retention.bytes", "1000000", NULL}},
    {1, {"retention.ms", "604800000", NULL}}, /* the window itself is not enough */
};

START_TEST(a_ledger_that_is_wrong_is_refused) {
    struct ground ground = ground_for("ledger");
    struct cd_error err = {0};
    cd_broker_topic(cd_broker_address(), ground.ledger, wrong[_i].partitions,
                    wrong[_i].settings);
    ck_assert_int_eq(make_ready(&ground, &err), CD_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, ground.ledger));
    cd_broker_delete_topic(cd_broker_address(), ground.ledger);
    leave(&ground);
}
END_TEST

START_TEST(a_topic_that_somebody_else_just_made_is_well) {
    struct ground ground = ground_for("ledger");
    struct cd_topic_plan plan = {
        .name = ground.ledger, .partitions = 1, .replication = -1};
    for (int i = 0; i < 2; i++) {
        struct cd_error err = {0};
        ck_assert_msg(!cd_topics_create(ground.admin, &plan, ASK_MS, &err), "%s",
                      err.text);
    }
    cd_broker_delete_topic(cd_broker_address(), ground.ledger);
    leave(&ground);
}
END_TEST

START_TEST(a_topic_with_a_setting_that_there_is_not_is_an_error_that_says_so) {
    struct ground ground = ground_for("ledger");
    const struct cd_topic_setting settings[] = {{"cleanup.policy", "burn"}};
    struct cd_topic_plan plan = {.name = ground.ledger,
                                 .partitions = 1,
                                 .replication = -1,
                                 .settings = settings,
                                 .count = 1};
    struct cd_error err = {0};
    ck_assert_int_eq(cd_topics_create(ground.admin, &plan, ASK_MS, &err), CD_EWORLD);
    ck_assert_ptr_nonnull(strstr(err.text, "burn"));
    leave(&ground);
}
END_TEST

START_TEST(the_brokers_tell_their_number_and_their_settings) {
    struct ground ground = ground_for("ledger");
    struct cd_error err = {0};
    int brokers;
    int64_t value = 0;
    ck_assert_int_eq(cd_topics_brokers(ground.admin, ASK_MS, &brokers, &err), 0);
    ck_assert_int_eq(brokers, 1);
    ck_assert_msg(!cd_topics_broker_setting(ground.admin, "transaction.max.timeout.ms",
                                            ASK_MS, &value, &err),
                  "%s", err.text);
    ck_assert_int_gt(value, 0);
    ck_assert_int_eq(
        cd_topics_broker_setting(ground.admin, "no.such.setting", ASK_MS, &value, &err),
        CD_EWORLD);
    leave(&ground);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("topics of a real cluster");
    TCase *tests = tcase_create("topics");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_topic_is_read_as_it_is);
    tcase_add_test(tests, asking_for_a_topic_does_not_make_it);
    tcase_add_test(tests, a_missing_ledger_is_made_as_it_has_to_be);
    tcase_add_test(tests, a_ledger_that_is_right_stays_as_it_is);
    tcase_add_loop_test(tests, a_ledger_that_is_wrong_is_refused, 0,
                        sizeof wrong / sizeof *wrong);
    tcase_add_test(tests, a_topic_that_somebody_else_just_made_is_well);
    tcase_add_test(tests,
                   a_topic_with_a_setting_that_there_is_not_is_an_error_that_says_so);
    tcase_add_test(tests, the_brokers_tell_their_number_and_their_settings);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
