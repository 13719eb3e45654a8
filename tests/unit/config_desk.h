/* For tests of the loader: a table of options of every type, and what a load gave. */
#ifndef TESTS_UNIT_CONFIG_DESK_H
#define TESTS_UNIT_CONFIG_DESK_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config.h"

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
static inline const char *in_folder(const char *name) {
    static char paths[2][256];
    static int turn;
    char *path = paths[turn++ % 2];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline const char *write_file(const char *name, const char *text, size_t len) {
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static inline void load(const char *text, const char *const *environment,
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

static inline void load_ok(const char *text, const char *const *environment,
                           const char *const *settings) {
    load(text, environment, settings);
    ck_assert_msg(got.rc == CD_OK, "%s", got.err.text);
}

/* The file is refused with just this fault. */
static inline void refused(const char *text, const char *fault) {
    load(text, NULL, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_str_eq(got.err.text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static inline void refused_variable(const char *variable, const char *fault) {
    load(NULL, (const char *const[]){variable, NULL}, NULL);
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static inline void refused_setting(const char *setting, const char *fault) {
    load(NULL, NULL, (const char *const[]){setting, NULL});
    ck_assert_int_eq(got.rc, CD_EUSAGE);
    ck_assert_str_eq(got.faults[0].text, fault);
    ck_assert_uint_eq(got.count, 1);
}

static inline const char *member(const char *key, const char *wanted) {
    const char *name, *value;
    for (size_t i = 0; cd_config_member(got.config, key, i, &name, &value); i++)
        if (strcmp(name, wanted) == 0)
            return value;
    return NULL;
}

/* main of a suite: makes the folder, and takes it away. */
static inline int run_cases(const char *name, TCase *cases) {
    Suite *suite = suite_create(name);
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

#endif
