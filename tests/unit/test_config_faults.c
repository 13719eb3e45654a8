/* The loader: what it says of what it does not take. */
#include "tests/unit/config_desk.h"

START_TEST(every_error_is_told_at_once) {
    const char *file = "{\"dedup\": {\"max_heads\": 0, \"near_treshold\": 0.5,"
                       " \"policy\": 7}, \"quotes\": {\"max\": \"al\"}}";
    const char *const environment[] = {"COPYDESK_DEDUP_WINDOW=soon", NULL};
    const char *const settings[] = {"dedup.policy.exact=outptu", "dedup", NULL};
    load(file, environment, settings);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_uint_eq(got.count, 7);
    static const char *const wanted[] = {
        "/dedup/max_heads: 0 is not an integer between 1 and 100000000",
        "/dedup/near_treshold: unknown; did you mean /dedup/near_threshold?",
        "/dedup/policy: 7 is not an object: this is a section",
        "/quotes/max: \"al\" is not an integer, or \"all\" or \"none\"; did you mean "
        "\"all\"?",
        "COPYDESK_DEDUP_WINDOW: \"soon\" is not a duration (like \"500ms\", \"30s\", "
        "\"15m\", \"48h\", \"7d\") between 1s and 365d",
        "--set dedup.policy.exact: \"outptu\" is not \"output\", \"duplicates\" or "
        "\"drop\"; did you mean \"output\"?",
        "--set dedup: not of the form KEY=VALUE"};
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(got.faults[i].text, wanted[i]);
}
END_TEST

START_TEST(what_was_right_is_there_for_further_checks) {
    load("{\"dedup\": {\"max_heads\": 0, \"window\": \"1h\"}}", NULL, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.max_heads"), 2000000);
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.window"), 3600000);
}
END_TEST

START_TEST(more_faults_than_room_are_counted) {
    struct cd_config_fault one[1];
    struct cd_config *config;
    size_t count;
    const char *const settings[] = {"a=1", "b=1", "c=1", NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    ck_assert_int_eq(cd_config_load(&config, &from, one, 1, &count, NULL), CD_EUSAGE);
    ck_assert_uint_eq(count, 3);
    cd_config_free(config);
    ck_assert_int_eq(cd_config_load(&config, &from, NULL, 0, &count, NULL), CD_EUSAGE);
    cd_config_free(config);
}
END_TEST

START_TEST(types_are_strict) {
    refused("{\"stamp\": {\"pretty\": \"true\"}}",
            "/stamp/pretty: \"true\" is not true or false");
    refused("{\"dedup\": {\"max_heads\": 1.5}}",
            "/dedup/max_heads: 1.5 is not an integer between 1 and 100000000");
    refused("{\"dedup\": {\"max_heads\": null}}",
            "/dedup/max_heads: null is not an integer between 1 and 100000000");
    refused("{\"dedup\": {\"near_threshold\": 1.4}}",
            "/dedup/near_threshold: 1.4 is not a number between 0 and 1");
    refused("{\"quotes\": {\"max\": -1}}",
            "/quotes/max: -1 is not an integer, or \"all\" or \"none\"");
    refused("{\"kafka\": {\"brokers\": [\"a\"]}}",
            "/kafka/brokers: an array is not a string or null");
    refused("{\"processors\": [\"dedup\", \"quote\"]}",
            "/processors/1: \"quote\" is not \"dedup\", \"archival\" or \"quotes\"; did "
            "you mean \"quotes\"?");
    refused("{\"topics\": {\"input\": [3]}}", "/topics/input/0: 3 is not a string");
    refused("{\"fields\": {\"language\": [\"/a\", \"lang\"]}}",
            "/fields/language/1: \"lang\" is not a JSON Pointer (like \"/meta/id\")");
    refused("{\"fields\": {\"language\": \"/a~2\"}}",
            "/fields/language: \"/a~2\" is not a JSON Pointer (like \"/meta/id\")");
    refused("[]", in_folder("config.json: an empty array is not an object"));
}
END_TEST

START_TEST(unknown_keys_are_errors_with_the_nearest_known) {
    refused("{\"windw\": 1}", "/windw: unknown; did you mean /dedup/window?");
    refused("{\"dedupe\": {\"window\": \"1h\"}}",
            "/dedupe: unknown; did you mean /dedup?");
    refused("{\"dedup.window\": \"1h\"}",
            "/dedup.window: unknown; did you mean /dedup/window?");
    refused("{\"something\": 1}",
            "/something: unknown; `copydesk help config` lists what there is");
    refused("{\"a/b~c\": 1}",
            "/a~1b~0c: unknown; `copydesk help config` lists what there is");
    refused_variable(
        "COPYDESK_DEDUP_WINDWO=1h",
        "COPYDESK_DEDUP_WINDWO: unknown; did you mean COPYDESK_DEDUP_WINDOW?");
    refused_setting("Dedup.Window=1h",
                    "--set Dedup.Window: unknown; did you mean dedup.window?");
    refused("{\"kafka\": {\"bootstrap.servers\": 1}}",
            "/kafka/bootstrap.servers: unknown; librdkafka's own settings go into one of "
            "/kafka/common, /kafka/consumer");
    refused_variable(
        "COPYDESK_KAFKA_BOOTSTRAP_SERVERS=1",
        "COPYDESK_KAFKA_BOOTSTRAP_SERVERS: unknown; librdkafka's own settings "
        "go into one of COPYDESK_KAFKA_COMMON, COPYDESK_KAFKA_CONSUMER");
    refused_variable("COPYDESK_BROKERS=1",
                     "COPYDESK_BROKERS: unknown; did you mean COPYDESK_KAFKA_BROKERS?");
    refused_setting(
        "a.very.long.key.that.is.longer.than.any.other.key.of.them.all=1",
        "--set a.very.long.key.that.is.longer.than.any.other.key.of.them.all: "
        "unknown; `copydesk help config` lists what there is");
    refused_variable("COPYDESK_KAFKAKAFKAKAFKAKAFKA_A_B=1",
                     "COPYDESK_KAFKAKAFKAKAFKAKAFKA_A_B: unknown; `copydesk help config` "
                     "lists what there is");
    refused_setting("brokers=1", "--set brokers: unknown; did you mean kafka.brokers?");
    refused_setting("dedup=1", "--set dedup: a section, not an option; it has "
                               "dedup.max_heads, for one");
    refused_setting("topics.input=[\"a\"",
                    "--set topics.input: begins like JSON, but is not JSON to its end");
    refused_setting("kafka.common={\"a\": hunter2}",
                    "--set kafka.common: begins like JSON, but is not JSON to its end");
    load_ok("{\"$schema\": \"config.schema.json\"}", NULL, NULL);
}
END_TEST

START_TEST(syntax_errors_have_line_and_column) {
    refused("{\n \"dedup\": {\n",
            in_folder(
                "config.json: line 3, column 0: a name in double quotes or '}' expected "
                "(JSON has no comments, and no comma behind the last member)"));
    refused("{\"a\": 1\n \"b\": 2}",
            in_folder("config.json: line 2, column 4: a comma or '}' expected"));
    refused("{\"dedup\": {\"window\": \"1h\",\n\"window\": \"2h\"}}",
            in_folder("config.json: line 2, column 8: duplicate object key near "
                      "'\"window\"'"));
    refused("", in_folder("config.json: an empty file, not an object (\"{}\" would do)"));
}
END_TEST

START_TEST(file_that_cannot_be_read_is_told) {
    struct cd_config_source from = {.tables = tables, .file = in_folder("none.json")};
    ck_assert_int_eq(
        cd_config_load(&got.config, &from, got.faults, 16, &got.count, &got.err),
        CD_EUSAGE);
    cd_config_free(got.config);
    ck_assert_ptr_nonnull(
        strstr(got.faults[0].text, "none.json cannot be read: No such"));
    from.file = folder;
    ck_assert_int_eq(
        cd_config_load(&got.config, &from, got.faults, 16, &got.count, &got.err),
        CD_EUSAGE);
    ck_assert_ptr_nonnull(strstr(got.faults[0].text, "Is a directory"));
}
END_TEST

START_TEST(values_that_are_not_utf8_are_refused) {
    refused_variable("COPYDESK_KAFKA_BROKERS=\xff",
                     "COPYDESK_KAFKA_BROKERS: the value is not UTF-8");
    refused_setting("kafka.common.a=\xc3",
                    "--set kafka.common.a: the value is not UTF-8");
}
END_TEST

START_TEST(option_without_default_must_be_given) {
    static const struct cd_option required[] = {
        {.key = "a.b", .type = CD_OPTION_STRING, .help = "h"}, {.key = NULL}};
    static const struct cd_option *const list[] = {required, NULL};
    struct cd_config_source from = {.tables = list};
    struct cd_config *config;
    size_t count;
    ck_assert_int_eq(cd_config_load(&config, &from, got.faults, 16, &count, NULL),
                     CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, "a.b: must be given");
    ck_assert_ptr_null(cd_config_string(config, "a.b"));
    cd_config_free(config);
    from.settings = (const char *const[]){"a.b=", NULL};
    ck_assert_int_eq(cd_config_load(&config, &from, got.faults, 16, &count, NULL), CD_OK);
    ck_assert_str_eq(cd_config_string(config, "a.b"), "");
    cd_config_free(config);
}
END_TEST

START_TEST(long_names_are_cut_not_overrun) {
    char text[20000], key[9001];
    memset(key, '/', 9000);
    key[9000] = '\0';
    snprintf(text, sizeof text,
             "{\"dedup\": {\"%s\": 1}, \"kafka\": {\"common\": "
             "{\"%s\": []}}}",
             key, key);
    load(text, NULL, NULL);
    ck_assert_uint_eq(got.count, 2);
    snprintf(text, sizeof text, "COPYDESK_%s=1", key);
    load(NULL, (const char *const[]){text, NULL}, NULL);
    ck_assert_uint_eq(got.count, 1);
    snprintf(text, sizeof text, "COPYDESK_KAFKA_COMMON_%s=1", key);
    load(NULL, (const char *const[]){text, NULL}, NULL);
}
END_TEST

int main(void) {
    if (!mkdtemp(folder))
        return 1;
    TCase *cases = tcase_create("config_faults");
    tcase_add_test(cases, every_error_is_told_at_once);
    tcase_add_test(cases, what_was_right_is_there_for_further_checks);
    tcase_add_test(cases, more_faults_than_room_are_counted);
    tcase_add_test(cases, types_are_strict);
    tcase_add_test(cases, unknown_keys_are_errors_with_the_nearest_known);
    tcase_add_test(cases, syntax_errors_have_line_and_column);
    tcase_add_test(cases, file_that_cannot_be_read_is_told);
    tcase_add_test(cases, values_that_are_not_utf8_are_refused);
    tcase_add_test(cases, option_without_default_must_be_given);
    tcase_add_test(cases, long_names_are_cut_not_overrun);
    return run_cases("config_faults", cases);
}
