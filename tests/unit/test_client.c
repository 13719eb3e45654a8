/* librdkafka handles made from the configuration: what the user may set, what not, and
 * what is said then. */
#include "consumer/client.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "consumer/command.h"
#include "suite.h"

#define MOST_FAULTS 8

static struct cd_config *load(const char *const *settings) {
    const struct cd_option *const tables[] = {cd_consumer_options, NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config_fault faults[MOST_FAULTS];
    struct cd_config *config;
    struct cd_error err = {0};
    size_t count;
    ck_assert_msg(!cd_config_load(&config, &from, faults, MOST_FAULTS, &count, &err),
                  "%s", err.text);
    return config;
}

/* A configuration with brokers and one further setting. */
static struct cd_config *load_one(const char *setting) {
    const char *const settings[] = {"kafka.brokers=127.0.0.1:1", setting, NULL};
    return load(settings);
}

/* What cd_client_check says of one setting: the first fault, "" for none. */
static size_t check(const char *setting, char text[512]) {
    struct cd_config_fault faults[MOST_FAULTS];
    size_t count;
    struct cd_config *config = load_one(setting);
    cd_client_check(config, faults, MOST_FAULTS, &count);
    snprintf(text, 512, "%s", count ? faults[0].text : "");
    cd_config_free(config);
    return count;
}

/* What a handle of that role is set to. */
static void get(enum cd_client_role role, const char *setting, const char *name,
                char value[256]) {
    struct cd_logger log = {STDERR_FILENO, CD_LOG_ERROR};
    struct cd_client self = {.log = &log, .part = "test"};
    struct cd_error err = {0};
    struct cd_config *config = load_one(setting);
    rd_kafka_conf_t *conf;
    size_t size = 256;
    ck_assert_msg(!cd_client_conf(&conf, role, config, &self, &err), "%s", err.text);
    ck_assert_int_eq(rd_kafka_conf_get(conf, name, value, &size), RD_KAFKA_CONF_OK);
    rd_kafka_conf_destroy(conf);
    cd_config_free(config);
}

#define ck_assert_setting(role, setting, name, expected)                                 \
    do {                                                                                 \
        char got[256];                                                                   \
        get(role, setting, name, got);                                                   \
        ck_assert_str_eq(got, expected);                                                 \
    } while (0)

static const struct {
    const char *setting, *reason; /* a part of it */
} refused[] = {
    {"kafka.common.bootstrap.servers=a:1", "set by kafka.brokers"},
    {"kafka.common.metadata.broker.list=a:1", "set by kafka.brokers"},
    {"kafka.consumer.group.id=g", "set by kafka.group"},
    {"kafka.consumer.group.instance.id=i", "set by instance.name"},
    {"kafka.consumer.enable.auto.commit=true", "in its transaction"},
    {"kafka.consumer.auto.commit.enable=true", "in its transaction"},
    {"kafka.consumer.enable.auto.offset.store=true", "in its transaction"},
    {"kafka.consumer.auto.offset.reset=earliest", "a loss to be told"},
    {"kafka.consumer.isolation.level=read_uncommitted", "aborted records"},
    {"kafka.consumer.partition.assignment.strategy=cooperative-sticky", "all at once"},
    {"kafka.consumer.enable.partition.eof=true", "own callbacks"},
    {"kafka.producer.transactional.id=t", "kafka.group and instance.name"},
    {"kafka.producer.enable.idempotence=false", "double a record"},
    {"kafka.producer.acks=1", "could lose it"},
    {"kafka.producer.request.required.acks=1", "could lose it"},
    {"kafka.producer.delivery.report.only.error=true", "own callbacks"},
    {"kafka.common.log.queue=true", "own callbacks"},
    {"kafka.common.enabled_events=1", "own callbacks"},
    {"kafka.common.test.mock.num.brokers=1", "a cluster of its own"},
    /* In whichever map it stands. */
    {"kafka.common.acks=0", "could lose it"},
    {"kafka.producer.isolation.level=read_uncommitted", "aborted records"},
};

START_TEST(what_exactly_once_rests_on_cannot_be_set) {
    char text[512];
    ck_assert_uint_ge(check(refused[_i].setting, text), 1);
    ck_assert_ptr_nonnull(strstr(text, "cannot be set"));
    ck_assert_msg(strstr(text, refused[_i].reason), "%s", text);
    ck_assert_msg(!strncmp(text, "/kafka/", 7), "%s", text);
}
END_TEST

START_TEST(a_necessity_may_be_set_to_what_it_is_anyway) {
    char text[512];
    check("kafka.consumer.enable.auto.commit=false", text);
    ck_assert_str_eq(text, "");
    check("kafka.producer.enable.idempotence=true", text);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(a_fault_names_the_setting_and_says_librdkafkas_words) {
    char text[512];
    check("kafka.consumer.fetch.wait.max.sm=1", text);
    ck_assert_ptr_nonnull(strstr(text, "/kafka/consumer/fetch.wait.max.sm: "));
    ck_assert_ptr_nonnull(strstr(text, "No such configuration property"));
    check("kafka.producer.linger.ms=soon", text);
    ck_assert_ptr_nonnull(strstr(text, "/kafka/producer/linger.ms: "));
    ck_assert_ptr_nonnull(strstr(text, "Invalid value"));
}
END_TEST

START_TEST(all_faults_are_told_at_once) {
    const char *const settings[] = {"kafka.common.acks=1", "kafka.consumer.nonsense=1",
                                    "kafka.producer.linger.ms=soon", NULL};
    struct cd_config_fault faults[2];
    size_t count;
    struct cd_config *config = load(settings);
    cd_client_check(config, faults, 2, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_ptr_nonnull(strstr(faults[0].text, "/kafka/common/acks"));
    ck_assert_ptr_nonnull(strstr(faults[1].text, "/kafka/consumer/nonsense"));
    cd_config_free(config);
}
END_TEST

START_TEST(settings_that_do_not_go_together_are_found_without_a_broker) {
    char text[512];
    ck_assert_uint_eq(check("kafka.producer.message.timeout.ms=20000", text), 1);
    ck_assert_ptr_nonnull(strstr(text, "transaction.timeout.ms"));
    ck_assert_uint_ge(check("kafka.common.plugin.library.paths=/nowhere/plugin.so", text),
                      1);
}
END_TEST

START_TEST(a_check_needs_no_brokers) {
    struct cd_config_fault faults[MOST_FAULTS];
    size_t count;
    struct cd_config *config = load(NULL);
    cd_client_check(config, faults, MOST_FAULTS, &count);
    ck_assert_uint_eq(count, 0);
    cd_config_free(config);
}
END_TEST

START_TEST(a_handle_without_brokers_is_an_error_of_the_configuration) {
    struct cd_logger log = {STDERR_FILENO, CD_LOG_ERROR};
    struct cd_client self = {.log = &log, .part = "test"};
    struct cd_error err = {0};
    rd_kafka_t *handle;
    struct cd_config *config = load(NULL);
    ck_assert_int_eq(cd_client_new(&handle, CD_CLIENT_ADMIN, config, &self, &err),
                     CD_EUSAGE);
    ck_assert_ptr_null(handle);
    ck_assert_ptr_nonnull(strstr(err.text, "/kafka/brokers"));
    cd_config_free(config);
}
END_TEST

START_TEST(a_secret_is_not_shown) {
    char text[512];
    /* librdkafka's words may quote the value, so a secret's fault goes without them. */
    check("kafka.common.sasl.oauthbearer.client.secret.extra=hunter2", text);
    ck_assert_ptr_nonnull(strstr(text, "not shown"));
    ck_assert_ptr_null(strstr(text, "hunter2"));
}
END_TEST

START_TEST(our_defaults_can_be_replaced) {
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "fetch.wait.max.ms", "100");
    ck_assert_setting(CD_CLIENT_INPUT, "kafka.consumer.fetch.wait.max.ms=7",
                      "fetch.wait.max.ms", "7");
    ck_assert_setting(CD_CLIENT_OUTPUT, NULL, "linger.ms", "50");
    ck_assert_setting(CD_CLIENT_OUTPUT, "kafka.producer.queue.buffering.max.ms=7",
                      "linger.ms", "7");
    ck_assert_setting(CD_CLIENT_INPUT, "kafka.common.client.id=me", "client.id", "me");
}
END_TEST

START_TEST(each_map_reaches_its_roles_and_no_others) {
    ck_assert_setting(CD_CLIENT_LEDGER_READER, "kafka.consumer.fetch.wait.max.ms=7",
                      "fetch.wait.max.ms", "100");
    ck_assert_setting(CD_CLIENT_LEDGER_WRITER, "kafka.producer.linger.ms=7", "linger.ms",
                      "5");
    for (int role = 0; role < CD_CLIENT_ROLES; role++)
        ck_assert_setting((enum cd_client_role)role, "kafka.common.sasl.username=me",
                          "sasl.username", "me");
}
END_TEST

START_TEST(necessities_stand_in_every_role) {
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "isolation.level", "read_committed");
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "enable.auto.commit", "false");
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "auto.offset.reset", "error");
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "partition.assignment.strategy",
                      "range,roundrobin");
    ck_assert_setting(CD_CLIENT_LEDGER_READER, NULL, "auto.offset.reset", "error");
    ck_assert_setting(CD_CLIENT_OUTPUT, NULL, "enable.idempotence", "true");
    ck_assert_setting(CD_CLIENT_OUTPUT, NULL, "acks", "-1");
    ck_assert_setting(CD_CLIENT_LEDGER_WRITER, NULL, "enable.idempotence", "true");
    ck_assert_setting(CD_CLIENT_ADMIN, NULL, "allow.auto.create.topics", "false");
}
END_TEST

START_TEST(an_instance_goes_by_its_name_in_group_and_transactions) {
    const char *setting = "instance.name=desk-1";
    ck_assert_setting(CD_CLIENT_INPUT, setting, "group.instance.id", "desk-1");
    ck_assert_setting(CD_CLIENT_INPUT, setting, "group.id", "copydesk");
    ck_assert_setting(CD_CLIENT_OUTPUT, setting, "transactional.id", "copydesk.desk-1");
}
END_TEST

START_TEST(an_instance_without_a_name_has_its_hosts) {
    char host[256];
    ck_assert_int_eq(gethostname(host, sizeof host), 0);
    ck_assert_setting(CD_CLIENT_INPUT, NULL, "group.instance.id", host);
}
END_TEST

START_TEST(every_role_opens_without_a_broker) {
    struct cd_logger log = {STDERR_FILENO, CD_LOG_ERROR};
    struct cd_client self = {.log = &log, .part = "test"};
    struct cd_config *config = load_one(NULL);
    for (int role = 0; role < CD_CLIENT_ROLES; role++) {
        struct cd_error err = {0};
        rd_kafka_t *handle;
        ck_assert_msg(
            !cd_client_new(&handle, (enum cd_client_role)role, config, &self, &err),
            "role %d: %s", role, err.text);
        ck_assert_ptr_eq(rd_kafka_opaque(handle), &self);
        rd_kafka_destroy(handle);
    }
    cd_config_free(config);
}
END_TEST

static Suite *client_suite(void) {
    Suite *suite = suite_create("client");
    TCase *tests = tcase_create("client");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, what_exactly_once_rests_on_cannot_be_set, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_test(tests, a_necessity_may_be_set_to_what_it_is_anyway);
    tcase_add_test(tests, a_fault_names_the_setting_and_says_librdkafkas_words);
    tcase_add_test(tests, all_faults_are_told_at_once);
    tcase_add_test(tests, settings_that_do_not_go_together_are_found_without_a_broker);
    tcase_add_test(tests, a_check_needs_no_brokers);
    tcase_add_test(tests, a_handle_without_brokers_is_an_error_of_the_configuration);
    tcase_add_test(tests, a_secret_is_not_shown);
    tcase_add_test(tests, our_defaults_can_be_replaced);
    tcase_add_test(tests, each_map_reaches_its_roles_and_no_others);
    tcase_add_test(tests, necessities_stand_in_every_role);
    tcase_add_test(tests, an_instance_goes_by_its_name_in_group_and_transactions);
    tcase_add_test(tests, an_instance_without_a_name_has_its_hosts);
    tcase_add_test(tests, every_role_opens_without_a_broker);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void) { return suite_run(client_suite()); }
