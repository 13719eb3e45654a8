/* The loader: what it takes, and from where. */
#include "tests/unit/config_desk.h"

START_TEST(defaults_hold_where_nothing_is_given) {
    load_ok(NULL, NULL, NULL);
    ck_assert_ptr_null(cd_config_string(got.config, "kafka.brokers"));
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.window"), 604800000);
    ck_assert_double_eq(cd_config_number(got.config, "dedup.near_threshold"), 0.6);
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.max_heads"), 2000000);
    ck_assert_int_eq(cd_config_choice(got.config, "dedup.policy.exact"), 1);
    ck_assert_str_eq(cd_config_choice_name(got.config, "dedup.policy.exact"),
                     "duplicates");
    ck_assert(!cd_config_bool(got.config, "stamp.pretty"));
    ck_assert_int_eq(cd_config_integer(got.config, "ring.bytes"), 64 << 20);
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), 10);
    ck_assert_str_eq(cd_config_item(got.config, "processors", 2), "quotes");
    ck_assert_ptr_null(cd_config_item(got.config, "processors", 3));
    ck_assert_ptr_null(cd_config_item(got.config, "topics.input", 0));
    ck_assert_str_eq(member("kafka.consumer", "fetch.wait.max.ms"), "100");
}
END_TEST

START_TEST(each_layer_overrides_the_one_below) {
    const char *file = "{\"dedup\": {\"max_heads\": 10, \"window\": \"1h\"},"
                       " \"quotes\": {\"max\": \"all\"}}";
    const char *const environment[] = {"HOME=/root", "COPYDESK_DEDUP_WINDOW=2h",
                                       "COPYDESK_QUOTES_MAX=3", NULL};
    const char *const settings[] = {"quotes.max=none", "quotes.max=5", NULL};
    load_ok(file, environment, settings);
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.max_heads"), 10);
    ck_assert_int_eq(cd_config_integer(got.config, "dedup.window"), 7200000);
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), 5);
    load_ok(file, NULL, NULL);
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), -1);
    load_ok(file, NULL, (const char *const[]){"quotes.max=none", NULL});
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), -2);
}
END_TEST

START_TEST(text_is_read_as_the_type_of_its_option) {
    const char *const settings[] = {"kafka.brokers=a:9092,b:9092",
                                    "dedup.near_threshold=0.75",
                                    "dedup.policy.exact=drop",
                                    "stamp.pretty=true",
                                    "stamp.token=true",
                                    "ring.bytes=2048",
                                    "processors=quotes, archival ",
                                    "topics.input=[\"a\", \"b\"]",
                                    "fields.language=/l~1x,/m",
                                    NULL};
    load_ok(NULL, NULL, settings);
    ck_assert_str_eq(cd_config_string(got.config, "kafka.brokers"), "a:9092,b:9092");
    ck_assert_double_eq(cd_config_number(got.config, "dedup.near_threshold"), 0.75);
    ck_assert_int_eq(cd_config_choice(got.config, "dedup.policy.exact"), 2);
    ck_assert(cd_config_bool(got.config, "stamp.pretty"));
    ck_assert_str_eq(cd_config_string(got.config, "stamp.token"), "true");
    ck_assert_int_eq(cd_config_integer(got.config, "ring.bytes"), 2048);
    ck_assert_str_eq(cd_config_item(got.config, "processors", 0), "quotes");
    ck_assert_str_eq(cd_config_item(got.config, "topics.input", 1), "b");
    ck_assert_str_eq(cd_config_item(got.config, "fields.language", 0), "/l~1x");
    ck_assert_str_eq(cd_config_item(got.config, "fields.language", 1), "/m");
    load_ok(NULL, NULL,
            (const char *const[]){"kafka.brokers=", "processors=", "stamp.token=", NULL});
    ck_assert_ptr_null(cd_config_string(got.config, "kafka.brokers"));
    ck_assert_ptr_null(cd_config_item(got.config, "processors", 0));
    ck_assert_str_eq(cd_config_string(got.config, "stamp.token"), "");
}
END_TEST

START_TEST(one_string_stands_for_a_list_of_one) {
    load_ok("{\"topics\": {\"input\": \"a\"}, \"fields\": {\"language\": \"\"}}", NULL,
            NULL);
    ck_assert_str_eq(cd_config_item(got.config, "topics.input", 0), "a");
    ck_assert_str_eq(cd_config_item(got.config, "fields.language", 0), "");
    ck_assert_ptr_null(cd_config_item(got.config, "fields.language", 1));
}
END_TEST

START_TEST(durations_and_sizes_have_units) {
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {{"1500ms", 1500},
                {"30s", 30000},
                {"15m", 900000},
                {"48h", 172800000},
                {"365d", 31536000000}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char setting[64];
        snprintf(setting, sizeof setting, "dedup.window=%s", good[i].text);
        load_ok(NULL, NULL, (const char *const[]){setting, NULL});
        ck_assert_int_eq(cd_config_integer(got.config, "dedup.window"), good[i].ms);
    }
    static const char *const bad[] = {"7",
                                      "s",
                                      "-1s",
                                      "1 s",
                                      "1.5h",
                                      "999ms",
                                      "366d",
                                      "99999999999999999999d",
                                      "9223372036854775807d",
                                      "1S",
                                      "1h30m",
                                      "",
                                      NULL};
    for (size_t i = 0; bad[i]; i++) {
        char setting[64];
        snprintf(setting, sizeof setting, "dedup.window=%s", bad[i]);
        load(NULL, NULL, (const char *const[]){setting, NULL});
        ck_assert_msg(got.rc == CD_EUSAGE, "%s was taken", bad[i]);
    }
    load_ok("{\"ring\": {\"bytes\": \"3GiB\"}}", NULL, NULL);
    ck_assert_int_eq(cd_config_integer(got.config, "ring.bytes"), INT64_C(3) << 30);
    load_ok("{\"ring\": {\"bytes\": 4096.0}}", NULL, NULL);
    ck_assert_int_eq(cd_config_integer(got.config, "ring.bytes"), 4096);
    refused("{\"ring\": {\"bytes\": \"3GB\"}}",
            "/ring/bytes: \"3GB\" is not a size (like 1024, \"64KiB\", \"8MiB\", "
            "\"2GiB\") between 1KiB and 1024GiB");
}
END_TEST

START_TEST(maps_are_merged_name_by_name) {
    const char *file =
        "{\"kafka\": {\"consumer\": {\"fetch.min.bytes\": 7, \"a\": true, \"r\": 0.1}}}";
    const char *const environment[] = {"COPYDESK_KAFKA_CONSUMER_FETCH_MIN_BYTES=8",
                                       "COPYDESK_KAFKA_COMMON_LOG__LEVEL=3",
                                       "COPYDESK_KAFKA_COMMON_A___B=x", NULL};
    const char *const settings[] = {"kafka.consumer.fetch.wait.max.ms=50",
                                    "kafka.common={\"client.id\": \"me\"}", NULL};
    load_ok(file, environment, settings);
    ck_assert_str_eq(member("kafka.consumer", "fetch.min.bytes"), "8");
    ck_assert_str_eq(member("kafka.consumer", "fetch.wait.max.ms"), "50");
    ck_assert_str_eq(member("kafka.consumer", "a"), "true");
    ck_assert_str_eq(member("kafka.consumer", "r"), "0.1");
    ck_assert_str_eq(member("kafka.common", "log_level"), "3");
    ck_assert_str_eq(member("kafka.common", "a-b"), "x");
    ck_assert_str_eq(member("kafka.common", "client.id"), "me");
    const char *name, *value, *last = "";
    for (size_t i = 0; cd_config_member(got.config, "kafka.consumer", i, &name, &value);
         i++) {
        ck_assert_str_lt(last, name);
        last = name;
    }
}
END_TEST

START_TEST(secret_comes_from_a_file_without_its_line_break) {
    char text[256], path[128];
    snprintf(path, sizeof path, "%s", write_file("secret", "hunter2\n", 8));
    snprintf(text, sizeof text,
             "{\"kafka\": {\"common\": {\"sasl.password\": {\"file\": \"%s\"}}}}", path);
    load_ok(text, NULL, NULL);
    ck_assert_str_eq(member("kafka.common", "sasl.password"), "hunter2");
    write_file("secret", "hunter2\r\n", 9);
    load_ok(text, NULL, NULL);
    ck_assert_str_eq(member("kafka.common", "sasl.password"), "hunter2");
    write_file("secret", "hunter\0002", 8);
    load(text, NULL, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    unlink(path);
    load(text, NULL, NULL);
    ck_assert_ptr_nonnull(strstr(got.faults[0].text, "/kafka/common/sasl.password: "));
    ck_assert_ptr_nonnull(strstr(got.faults[0].text, "No such file"));
}
END_TEST

START_TEST(byte_order_mark_is_skipped) {
    load_ok("\xef\xbb\xbf{\"quotes\": {\"max\": 2}}", NULL, NULL);
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), 2);
}
END_TEST

START_TEST(secrets_are_never_printed) {
    static const char *const files[] = {
        "{\"kafka\": {\"common\": {\"sasl.password\": \"hunter2\n",
        "{\"kafka\": {\"common\": {\"sasl.password\": hunter2}}}",
        "{\"kafka\": {\"common\": {\"sasl.password\": [\"hunter2\"]}}}",
        "{\"kafka\": {\"common\": \"hunter2\"}}",
        "{\"kafka\": {\"commn\": \"hunter2\"}}",
        "{\"stamp\": {\"token\": [\"hunter2\"]}}",
        "{\"stamp\": {\"token\": \"hunter2-hunter2\"}}",
        "{\"sasl.password\": \"hunter2\"}",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        load(files[i], NULL, NULL);
        ck_assert_int_eq(got.rc, CD_EUSAGE);
        ck_assert_ptr_null(strstr(got.faults[0].text, "hunter2"));
    }
    static const char *const settings[] = {"kafka.common=hunter2", "kafka.comon=hunter2",
                                           "stamp.token=hunter2hunter2", NULL};
    load(NULL, NULL, settings);
    ck_assert_uint_eq(got.count, 3);
    for (size_t i = 0; i < got.count; i++)
        ck_assert_ptr_null(strstr(got.faults[i].text, "hunter2"));
}
END_TEST

START_TEST(service_links_of_kubernetes_are_ignored) {
    const char *const environment[] = {
        "COPYDESK_SERVICE_HOST=10.0.0.1",
        "COPYDESK_SERVICE_PORT=80",
        "COPYDESK_SERVICE_PORT_HTTP=80",
        "COPYDESK_PORT=tcp://10.0.0.1:80",
        "COPYDESK_PORT_80_TCP=tcp://10.0.0.1:80",
        "COPYDESK_PORT_80_TCP_PROTO=tcp",
        "COPYDESK_PORT_80_TCP_ADDR=10.0.0.1",
        "COPYDESK_KAFKA_COMMON_PORT_9092_TCP_ADDR=10.0.0.1",
        "COPYDESK_KAFKA_COMMON_SERVICE_HOST=10.0.0.1",
        "COPYDESK_KAFKA_COMMON_SASL_KERBEROS_SERVICE_NAME=kafka",
        NULL};
    load_ok(NULL, environment, NULL);
    const char *name, *value;
    ck_assert_int_eq(cd_config_member(got.config, "kafka.common", 0, &name, &value), 1);
    ck_assert_str_eq(name, "sasl.kerberos.service.name");
    ck_assert_int_eq(cd_config_member(got.config, "kafka.common", 1, &name, &value), 0);
    refused_variable("COPYDESK_SERVICES=1",
                     "COPYDESK_SERVICES: unknown; `copydesk help config` lists what "
                     "there is");
}
END_TEST

START_TEST(embedded_files_are_found_by_their_path) {
    struct cd_str file = cd_embedded("stamp.schema.json");
    ck_assert_ptr_nonnull(file.p);
    ck_assert_int_eq(file.p[0], '{');
    ck_assert_int_eq(file.p[file.len - 1], '\n');
    ck_assert_ptr_null(cd_embedded("none.json").p);
}
END_TEST

START_TEST(lexicon_is_read_from_the_users_folder_first) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_str bytes;
    const char *origin;
    struct cd_error err = {0};
    char setting[128];
    ck_assert_int_eq(mkdir(in_folder("lexicons"), 0700), 0);
    snprintf(setting, sizeof setting, "lexicons.path=%s/lexicons", folder);
    load_ok(NULL, NULL, (const char *const[]){setting, NULL});
    write_file("lexicons/verbs.json", "\xef\xbb\xbf[1]", 6);
    ck_assert_int_eq(
        cd_lexicon_read(got.config, "verbs.json", &arena, &bytes, &origin, &err), CD_OK);
    ck_assert(cd_str_eq(bytes, CD_STR("[1]")));
    ck_assert_str_eq(origin, in_folder("lexicons/verbs.json"));
    ck_assert_int_eq(
        cd_lexicon_read(got.config, "none.json", &arena, &bytes, &origin, &err),
        CD_EUSAGE);
    ck_assert_str_eq(err.text, "there is no lexicon none.json");
    load_ok(NULL, NULL, (const char *const[]){"lexicons.path=/nowhere", NULL});
    err = (struct cd_error){0};
    ck_assert_int_eq(
        cd_lexicon_read(got.config, "verbs.json", &arena, &bytes, &origin, &err),
        CD_EUSAGE);
    ck_assert_str_eq(
        err.text, "/lexicons/path: /nowhere cannot be read: No such file or directory");
    cd_arena_done(&arena);
    unlink(in_folder("lexicons/verbs.json"));
    rmdir(in_folder("lexicons"));
}
END_TEST

int main(void) {
    if (!mkdtemp(folder))
        return 1;
    TCase *cases = tcase_create("config");
    tcase_add_test(cases, defaults_hold_where_nothing_is_given);
    tcase_add_test(cases, each_layer_overrides_the_one_below);
    tcase_add_test(cases, text_is_read_as_the_type_of_its_option);
    tcase_add_test(cases, one_string_stands_for_a_list_of_one);
    tcase_add_test(cases, durations_and_sizes_have_units);
    tcase_add_test(cases, maps_are_merged_name_by_name);
    tcase_add_test(cases, secret_comes_from_a_file_without_its_line_break);
    tcase_add_test(cases, byte_order_mark_is_skipped);
    tcase_add_test(cases, secrets_are_never_printed);
    tcase_add_test(cases, service_links_of_kubernetes_are_ignored);
    tcase_add_test(cases, embedded_files_are_found_by_their_path);
    tcase_add_test(cases, lexicon_is_read_from_the_users_folder_first);
    return run_cases("config", cases);
}
