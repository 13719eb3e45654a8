/* What is said of topics: the rules over facts, and the facts of librdkafka's mock
 * cluster, which neither tells settings nor makes topics. The real ones are asked in
 * tests/broker. */
#include "consumer/topics_check.h"

#include <check.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/ledger_topic.h"
#include "suite.h"

#define DAY_MS INT64_C(86400000)
#define WINDOW (7 * DAY_MS)
#define ASK_MS 10000

static const struct cd_topic ledger = {.name = "ledger",
                                       .exists = true,
                                       .partitions = 1,
                                       .replication = 3,
                                       .cleanup_policy = "delete",
                                       .timestamp_type = "LogAppendTime",
                                       .retention_ms = 15 * DAY_MS,
                                       .retention_bytes = -1,
                                       .max_message_bytes = 1048588,
                                       .min_insync_replicas = 2,
                                       .oldest_ms = INT64_MAX};

static const struct cd_topic plain = {.name = "plain",
                                      .exists = true,
                                      .partitions = 4,
                                      .replication = 3,
                                      .cleanup_policy = "delete",
                                      .timestamp_type = "CreateTime",
                                      .retention_ms = 7 * DAY_MS,
                                      .retention_bytes = -1,
                                      .max_message_bytes = 1048588,
                                      .min_insync_replicas = 2,
                                      .oldest_ms = INT64_MAX};

static struct cd_topic named(struct cd_topic topic, const char *name) {
    topic.name = name;
    return topic;
}

static struct cd_all_topics all_right(void) {
    struct cd_topic kept = plain;
    kept.retention_ms = -1;
    kept.max_message_bytes += CD_ROOM_FOR_STAMP;
    struct cd_topic dead = plain;
    dead.max_message_bytes += CD_ROOM_FOR_REASON;
    return (struct cd_all_topics){.brokers = "kafka:9092",
                                  .inputs = 1,
                                  .input = {named(plain, "in")},
                                  .output = named(kept, "out"),
                                  .duplicates = named(kept, "copies"),
                                  .dead_letter = named(dead, "dead"),
                                  .ledger = ledger};
}

static bool says(const struct cd_findings *findings, bool fault, const char *words) {
    for (size_t i = 0; i < findings->count && i < CD_MOST_FINDINGS; i++)
        if (findings->items[i].fault == fault && strstr(findings->items[i].text, words))
            return true;
    return false;
}

/* ---- the ledger's ---- */

START_TEST(a_ledger_as_it_has_to_be_is_not_mentioned) {
    struct cd_findings findings = {0};
    cd_ledger_topic_check(&findings, &ledger, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(every_wrong_setting_of_the_ledger_is_named_at_once) {
    struct cd_findings findings = {0};
    struct cd_topic wrong = ledger;
    wrong.partitions = 4;
    strcpy(wrong.cleanup_policy, "compact");
    wrong.retention_bytes = 1000;
    wrong.retention_ms = 7 * DAY_MS;
    cd_ledger_topic_check(&findings, &wrong, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.faults, 4);
    ck_assert(says(&findings, true, "4 partitions"));
    ck_assert(says(&findings, true, "cleanup.policy is compact, has to be delete"));
    ck_assert(says(&findings, true, "retention.bytes is 1000, has to be -1"));
    ck_assert(says(&findings, true, "retention.ms is 604800000, has to be 1296000000"));
    ck_assert(says(&findings, true,
                   "(kafka-configs.sh --bootstrap-server kafka:9092 --alter "
                   "--entity-type topics --entity-name ledger --add-config "
                   "cleanup.policy=delete)"));
}
END_TEST

START_TEST(a_ledger_that_is_compacted_too_is_refused) {
    struct cd_findings findings = {0};
    struct cd_topic wrong = ledger;
    strcpy(wrong.cleanup_policy, "compact,delete");
    cd_ledger_topic_check(&findings, &wrong, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.faults, 1);
}
END_TEST

START_TEST(a_ledger_without_a_limit_in_time_is_right) {
    struct cd_findings findings = {0};
    struct cd_topic topic = ledger;
    topic.retention_ms = -1;
    cd_ledger_topic_check(&findings, &topic, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(a_ledger_in_one_copy_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_topic topic = ledger;
    topic.replication = 1;
    topic.min_insync_replicas = 1;
    cd_ledger_topic_check(&findings, &topic, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.faults, 0);
    ck_assert(says(&findings, false, "one replica"));
}
END_TEST

START_TEST(settings_that_cannot_be_read_are_a_warning) {
    struct cd_findings findings = {0};
    struct cd_topic topic = {.name = "ledger",
                             .exists = true,
                             .partitions = 1,
                             .replication = 3,
                             .unread = "not allowed"};
    cd_ledger_topic_check(&findings, &topic, "kafka:9092", WINDOW);
    ck_assert_uint_eq(findings.faults, 0);
    ck_assert(says(&findings, false, "not allowed"));
}
END_TEST

/* ---- the others ---- */

START_TEST(topics_that_fit_each_other_are_not_mentioned) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(missing_topics_are_faults_with_the_command_that_makes_them) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output = (struct cd_topic){.name = "out", .unread = "it does not exist"};
    topics.dead_letter = (struct cd_topic){.name = "dead", .unread = "it does not exist"};
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.faults, 2);
    ck_assert_uint_eq(findings.count, 2);
    ck_assert(says(&findings, true,
                   "kafka-topics.sh --bootstrap-server kafka:9092 --create --topic out "
                   "--partitions 4 --config max.message.bytes=1056780 --config "
                   "retention.ms=-1)"));
    ck_assert(says(&findings, true, "--config max.message.bytes=1049612)"));
    ck_assert(says(&findings, true, "/topics/dead_letter: topic dead does not exist"));
}
END_TEST

START_TEST(a_topic_for_copies_that_nothing_goes_to_may_be_missing) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.duplicates = (struct cd_topic){.name = NULL};
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(missing_topics_are_suggested_with_equal_partitions) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.input[0] = (struct cd_topic){.name = "in", .unread = "it does not exist"};
    topics.output = (struct cd_topic){.name = "out", .unread = "it does not exist"};
    cd_all_topics_check(&findings, &topics);
    ck_assert(says(&findings, true, "--topic in --partitions 4"));
    ck_assert(says(&findings, true, "--topic out --partitions 4"));
}
END_TEST

/* Retention counts from the article's own time, however short the input's is. */
START_TEST(old_articles_in_a_topic_with_short_retention_are_warned_of) {
    static const int64_t input[] = {-1, 7 * DAY_MS, DAY_MS};
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output.retention_ms = 7 * DAY_MS;
    topics.input[0].retention_ms = input[_i];
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.faults, 0);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert(says(&findings, false, "topic out: retention.ms is 604800000 (7 days)"));
    ck_assert(says(&findings, false,
                   "(kafka-configs.sh --bootstrap-server kafka:9092 --alter "
                   "--entity-type topics --entity-name out --add-config "
                   "retention.ms=-1)"));
}
END_TEST

START_TEST(an_input_with_append_times_holds_no_old_articles) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.input[0].retention_ms = -1;
    strcpy(topics.input[0].timestamp_type, "LogAppendTime");
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(an_output_that_replaces_timestamps_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    strcpy(topics.output.timestamp_type, "LogAppendTime");
    cd_all_topics_check(&findings, &topics);
    ck_assert(says(&findings, false, "topic out: message.timestamp.type"));
}
END_TEST

START_TEST(an_output_that_refuses_old_timestamps_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output.oldest_ms = DAY_MS;
    cd_all_topics_check(&findings, &topics);
    ck_assert(
        says(&findings, false, "topic out: refuses timestamps from more than 1 day"));
    ck_assert_uint_eq(findings.count, 1);
}
END_TEST

START_TEST(an_end_that_takes_less_than_the_input_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.input[0].max_message_bytes = 5000000;
    cd_all_topics_check(&findings, &topics);
    ck_assert(says(&findings, false, "topic out: max.message.bytes is 1056780"));
    ck_assert(says(&findings, false, "--add-config max.message.bytes=5008192)"));
    ck_assert(says(&findings, false, "topic dead: max.message.bytes is 1049612"));
    ck_assert(says(&findings, false, "--add-config max.message.bytes=5001024)"));
    ck_assert_uint_eq(findings.faults, 0);
}
END_TEST

/* With equal limits the largest records have no room for what is added to them. */
START_TEST(an_end_that_takes_no_more_than_the_input_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output.max_message_bytes = topics.dead_letter.max_message_bytes = 1048588;
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.count, 2);
    ck_assert(says(&findings, false, "leaves no room for its stamp"));
    ck_assert(says(&findings, false, "leaves no room for the reason"));
}
END_TEST

START_TEST(a_compacted_topic_for_dead_letters_is_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    strcpy(topics.dead_letter.cleanup_policy, "compact");
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert(says(&findings, false, "topic dead: is compacted: a dead letter without"));
}
END_TEST

START_TEST(other_partition_counts_are_warned_of) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output.partitions = 6;
    cd_all_topics_check(&findings, &topics);
    ck_assert(says(&findings, false, "topic out: has 6 partitions, in has 4"));
}
END_TEST

START_TEST(a_topic_that_cannot_be_written_is_a_fault) {
    struct cd_findings findings = {0};
    struct cd_all_topics topics = all_right();
    topics.output.replication = 1;
    cd_all_topics_check(&findings, &topics);
    ck_assert_uint_eq(findings.faults, 1);
    ck_assert(says(&findings, true, "nothing can be written"));
}
END_TEST

START_TEST(findings_beyond_the_list_are_counted) {
    struct cd_findings findings = {0};
    for (int i = 0; i < CD_MOST_FINDINGS + 5; i++)
        cd_found(&findings, i % 2, "finding %d", i);
    ck_assert_uint_eq(findings.count, CD_MOST_FINDINGS + 5);
    ck_assert_uint_eq(findings.faults, (CD_MOST_FINDINGS + 5) / 2);
}
END_TEST

/* ---- the mock cluster ---- */

static rd_kafka_t *handle_for(const char *brokers) {
    char words[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (brokers)
        ck_assert_int_eq(
            rd_kafka_conf_set(conf, "bootstrap.servers", brokers, words, sizeof words),
            RD_KAFKA_CONF_OK);
    ck_assert_int_eq(
        rd_kafka_conf_set(conf, "allow.auto.create.topics", "false", words, sizeof words),
        RD_KAFKA_CONF_OK);
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, words, sizeof words);
    ck_assert_msg(handle != NULL, "%s", words);
    return handle;
}

START_TEST(the_mock_cluster_tells_partitions_but_no_settings) {
    rd_kafka_t *host = handle_for(NULL);
    rd_kafka_mock_cluster_t *cluster = rd_kafka_mock_cluster_new(host, 1);
    rd_kafka_t *admin = handle_for(rd_kafka_mock_cluster_bootstraps(cluster));
    rd_kafka_mock_topic_create(cluster, "there", 3, 1);
    struct cd_topic topics[] = {{.name = "there"}};
    struct cd_error err = {0};
    ck_assert_msg(!cd_topics_describe(admin, topics, 1, ASK_MS, &err), "%s", err.text);
    ck_assert(topics[0].exists);
    ck_assert_int_eq(topics[0].partitions, 3);
    ck_assert_ptr_nonnull(topics[0].unread);
    rd_kafka_destroy(admin);
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
}
END_TEST

START_TEST(a_cluster_that_cannot_make_topics_is_told_apart) {
    rd_kafka_t *host = handle_for(NULL);
    rd_kafka_mock_cluster_t *cluster = rd_kafka_mock_cluster_new(host, 1);
    rd_kafka_t *admin = handle_for(rd_kafka_mock_cluster_bootstraps(cluster));
    struct cd_topic_plan plan = {.name = "new", .partitions = 1, .replication = -1};
    struct cd_error err = {0};
    ck_assert_int_eq(cd_topics_create(admin, &plan, ASK_MS, &err), CD_EWORLD);
    ck_assert_str_eq(err.reason, "unsupported");
    rd_kafka_destroy(admin);
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
}
END_TEST

START_TEST(brokers_that_do_not_answer_are_an_error_of_the_world) {
    rd_kafka_t *admin = handle_for("127.0.0.1:1");
    struct cd_topic topic = {.name = "any"};
    struct cd_error err = {0};
    ck_assert_int_eq(cd_topics_describe(admin, &topic, 1, 300, &err), CD_EWORLD);
    ck_assert_ptr_nonnull(strstr(err.text, "/kafka/brokers"));
    rd_kafka_destroy(admin);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("topics");
    TCase *rules = tcase_create("rules");
    tcase_add_test(rules, a_ledger_as_it_has_to_be_is_not_mentioned);
    tcase_add_test(rules, every_wrong_setting_of_the_ledger_is_named_at_once);
    tcase_add_test(rules, a_ledger_that_is_compacted_too_is_refused);
    tcase_add_test(rules, a_ledger_without_a_limit_in_time_is_right);
    tcase_add_test(rules, a_ledger_in_one_copy_is_warned_of);
    tcase_add_test(rules, settings_that_cannot_be_read_are_a_warning);
    tcase_add_test(rules, topics_that_fit_each_other_are_not_mentioned);
    tcase_add_test(rules, missing_topics_are_faults_with_the_command_that_makes_them);
    tcase_add_test(rules, a_topic_for_copies_that_nothing_goes_to_may_be_missing);
    tcase_add_loop_test(rules, old_articles_in_a_topic_with_short_retention_are_warned_of,
                        0, 3);
    tcase_add_test(rules, missing_topics_are_suggested_with_equal_partitions);
    tcase_add_test(rules, an_input_with_append_times_holds_no_old_articles);
    tcase_add_test(rules, an_output_that_replaces_timestamps_is_warned_of);
    tcase_add_test(rules, an_output_that_refuses_old_timestamps_is_warned_of);
    tcase_add_test(rules, an_end_that_takes_less_than_the_input_is_warned_of);
    tcase_add_test(rules, an_end_that_takes_no_more_than_the_input_is_warned_of);
    tcase_add_test(rules, a_compacted_topic_for_dead_letters_is_warned_of);
    tcase_add_test(rules, other_partition_counts_are_warned_of);
    tcase_add_test(rules, a_topic_that_cannot_be_written_is_a_fault);
    tcase_add_test(rules, findings_beyond_the_list_are_counted);
    suite_add_tcase(suite, rules);
    TCase *mock = tcase_create("mock cluster");
    tcase_set_timeout(mock, 60);
    tcase_add_test(mock, the_mock_cluster_tells_partitions_but_no_settings);
    tcase_add_test(mock, a_cluster_that_cannot_make_topics_is_told_apart);
    tcase_add_test(mock, brokers_that_do_not_answer_are_an_error_of_the_world);
    suite_add_tcase(suite, mock);
    return suite_run(suite);
}
