/* The loader: what it takes, from where, and what it says of what it does not take. */
#include "config/config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const routes[] = {"output", "duplicates", "drop", NULL};
static const char *const counts[] = {"all", "none", NULL};
static const char *const names[] = {"dedup", "archival", "quotes", NULL};

static const struct cd_option table[] = {
    {.key = "kafka.brokers", .type = CD_OPTION_STRING, .value = "null", .help = "h"},
    {.key = "kafka.consumer",
     .type = CD_OPTION_MAP,
     .value = "{\"fetch.wait.max.ms\": 100}",
     .help = "h"},
    {.key = "kafka.common", .type = CD_OPTION_MAP, .value = "{}", .help = "h"},
    {.key = "dedup.window",
     .type = CD_OPTION_DURATION,
     .value = "\"7d\"",
     .min = 1000,
     .max = 31536000000.0,
     .help = "h"},
    {.key = "dedup.near_threshold",
     .type = CD_OPTION_NUMBER,
     .value = "0.6",
     .min = 0,
     .max = 1,
     .help = "h"},
    {.key = "dedup.max_heads",
     .type = CD_OPTION_INTEGER,
     .value = "2000000",
     .min = 1,
     .max = 1e8,
     .help = "h"},
    {.key = "dedup.policy.exact",
     .type = CD_OPTION_CHOICE,
     .value = "\"duplicates\"",
     .choices = routes,
     .help = "h"},
    {.key = "stamp.pretty", .type = CD_OPTION_BOOL, .value = "false", .help = "h"},
    {.key = "stamp.token",
     .type = CD_OPTION_STRING,
     .value = "\"\"",
     .max = 8,
     .help = "h",
     .secret = true},
    {.key = "ring.bytes",
     .type = CD_OPTION_BYTES,
     .value = "\"64MiB\"",
     .min = 1024,
     .max = 1099511627776.0,
     .help = "h"},
    {.key = NULL}};
static const struct cd_option more[] = {
    {.key = "quotes.max",
     .type = CD_OPTION_COUNT,
     .value = "10",
     .choices = counts,
     .help = "h"},
    {.key = "processors",
     .type = CD_OPTION_STRINGS,
     .value = "[\"dedup\", \"archival\", \"quotes\"]",
     .choices = names,
     .help = "h"},
    {.key = "topics.input", .type = CD_OPTION_STRINGS, .value = "[]", .help = "h"},
    {.key = "fields.language",
     .type = CD_OPTION_POINTERS,
     .value = "[\"/language\", \"/lang\"]",
     .help = "h"},
    {.key = "lexicons.path", .type = CD_OPTION_STRING, .value = "null", .help = "h"},
    {.key = NULL}};
static const struct cd_option *const tables[] = {table, more, NULL};

/* What a load gave; one at a time. */
static struct {
    struct cd_config *config;
    struct cd_config_fault faults[16];
    size_t count;
    struct cd_error err;
    int rc;
} got;

static char folder[] = "/tmp/copydesk-test-XXXXXX";

/* Two may be held at a time. */
static const char *in_folder(const char *name) {
    static char paths[2][256];
    static int turn;
    char *path = paths[turn++ % 2];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const char *text, size_t len) {
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static void load(const char *text, const char *const *environment,
                 const char *const *settings) {
    cd_config_free(got.config);
    memset(&got, 0, sizeof got);
    struct cd_config_source from = {
        .tables = tables, .environment = environment, .settings = settings};
    if (text)
        from.file = write_file("config.json", text, strlen(text));
    got.rc = cd_config_load(&got.config, &from, got.faults, 16, &got.count, &got.err);
    ck_assert(got.config && (got.rc == CD_OK) == !got.count);
}

static void load_ok(const char *text, const char *const *environment,
                    const char *const *settings) {
    load(text, environment, settings);
    ck_assert_msg(got.rc == CD_OK, "%s", got.err.text);
}

/* The file is refused with just this fault. */
static void refused(const char *text, const char *fault) {
    load(text, NULL, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_str_eq(got.err.text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static void refused_variable(const char *variable, const char *fault) {
    load(NULL, (const char *const[]){variable, NULL}, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static void refused_setting(const char *setting, const char *fault) {
    load(NULL, NULL, (const char *const[]){setting, NULL});
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static const char *member(const char *key, const char *wanted) {
    const char *name, *value;
    for (size_t i = 0; cd_config_member(got.config, key, i, &name, &value); i++)
        if (strcmp(name, wanted) == 0)
            return value;
    return NULL;
}

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

START_TEST(byte_order_mark_is_skipped) {
    load_ok("\xef\xbb\xbf{\"quotes\": {\"max\": 2}}", NULL, NULL);
    ck_assert_int_eq(cd_config_integer(got.config, "quotes.max"), 2);
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
    tcase_add_test(cases, every_error_is_told_at_once);
    tcase_add_test(cases, what_was_right_is_there_for_further_checks);
    tcase_add_test(cases, more_faults_than_room_are_counted);
    tcase_add_test(cases, types_are_strict);
    tcase_add_test(cases, unknown_keys_are_errors_with_the_nearest_known);
    tcase_add_test(cases, syntax_errors_have_line_and_column);
    tcase_add_test(cases, byte_order_mark_is_skipped);
    tcase_add_test(cases, file_that_cannot_be_read_is_told);
    tcase_add_test(cases, secrets_are_never_printed);
    tcase_add_test(cases, service_links_of_kubernetes_are_ignored);
    tcase_add_test(cases, values_that_are_not_utf8_are_refused);
    tcase_add_test(cases, option_without_default_must_be_given);
    tcase_add_test(cases, long_names_are_cut_not_overrun);
    tcase_add_test(cases, embedded_files_are_found_by_their_path);
    tcase_add_test(cases, lexicon_is_read_from_the_users_folder_first);
    Suite *suite = suite_create("config");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    cd_config_free(got.config);
    unlink(in_folder("config.json"));
    rmdir(folder);
    return failed != 0;
}
