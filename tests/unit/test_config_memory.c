/* Each allocation of a load fails in turn: every time the answer is "out of memory",
 * nothing is leaked (the sanitizer looks) and the next load is as good as ever. Linked
 * with --wrap, so that calls from our libraries come here; jansson is told by its own
 * hook. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "config/config.h"
#include "config/describe.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

/* How many calls still succeed; below 0: all. How many did not. Then all others fail,
 * too, or `once` is enough. */
static long budget = -1, denied;
static bool once;

static bool granted(void) {
    if (budget < 0 || (once && denied))
        return true;
    if (budget > 0) {
        budget--;
        return true;
    }
    denied++;
    return false;
}

void *__wrap_malloc(size_t size) { return granted() ? __real_malloc(size) : NULL; }

void *__wrap_calloc(size_t count, size_t size) {
    return granted() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *p, size_t size) {
    return granted() ? __real_realloc(p, size) : NULL;
}

static const char *const words[] = {"all", NULL};
static const struct cd_option table[] = {
    {.key = "a.bool", .type = CD_OPTION_BOOL, .value = "true", .help = "h"},
    {.key = "a.integer", .type = CD_OPTION_INTEGER, .value = "1", .max = 9, .help = "h"},
    {.key = "a.number", .type = CD_OPTION_NUMBER, .value = "0.5", .help = "h"},
    {.key = "a.string", .type = CD_OPTION_STRING, .value = "\"x\"", .help = "h"},
    {.key = "a.null", .type = CD_OPTION_STRING, .value = "null", .help = "h"},
    {.key = "b.c.choice",
     .type = CD_OPTION_CHOICE,
     .value = "\"all\"",
     .choices = words,
     .help = "h"},
    {.key = "b.c.duration", .type = CD_OPTION_DURATION, .value = "\"1s\"", .help = "h"},
    {.key = "b.bytes", .type = CD_OPTION_BYTES, .value = "1", .help = "h"},
    {.key = "count",
     .type = CD_OPTION_COUNT,
     .value = "2",
     .choices = words,
     .help = "h"},
    {.key = "strings", .type = CD_OPTION_STRINGS, .value = "[\"x\"]", .help = "h"},
    {.key = "pointers", .type = CD_OPTION_POINTERS, .value = "[\"/x\"]", .help = "h"},
    {.key = "map", .type = CD_OPTION_MAP, .value = "{\"x\": 1}", .help = "h"},
    {.key = NULL}};
static const struct cd_option *const tables[] = {table, NULL};

/* The strings have less than 16 bytes: where jansson's lexer (2.14) cannot grow its
 * buffer it drops a byte and goes on, which nobody sees if the next call succeeds. */
static char path[] = "/tmp/copydesk-test-XXXXXX";

static const char text[] =
    "{\"a\": {\"bool\": false, \"integer\": 2, \"number\": 1.5, \"string\": \"long "
    "enough\", \"null\": \"some\"}, \"strings\": [\"a\", \"b\"], "
    "\"pointers\": \"/a\", "
    "\"map\": {\"b\": true, \"c\": 0.1, \"d\": \"e\", \"f\": {\"file\": \"/dev/null\"}}}";
static const char *const environment[] = {"COPYDESK_A_STRING=more", "COPYDESK_MAP_X_Y=1",
                                          "COPYDESK_COUNT=all", NULL};
static const char *const settings[] = {"strings=a,b,c",
                                       "pointers=[\"/a\", \"/b\"]",
                                       "map={\"z\": 1}",
                                       "map.file=x",
                                       "b.bytes=\"1KiB\"",
                                       "b.c.duration=2s",
                                       "a.integer=3",
                                       "a.null=",
                                       NULL};

static int load(const struct cd_config_source *from, long allowed, struct cd_error *err) {
    struct cd_config *config;
    size_t count;
    *err = (struct cd_error){0};
    denied = 0;
    budget = allowed;
    int rc = cd_config_load(&config, from, NULL, 0, &count, err);
    budget = -1; /* libcheck allocates, too */
    ck_assert((rc == CD_ENOMEM) == !config);
    cd_config_free(config);
    return rc;
}

/* The result once enough is granted; before that, "out of memory" each time. */
static int load_with_rising_budget(const struct cd_config_source *from) {
    struct cd_error err;
    for (long allowed = 0;; allowed++) {
        int rc = load(from, allowed, &err);
        if (!denied) {
            ck_assert_int_gt(allowed, 50);
            return rc;
        }
        ck_assert_msg(rc == CD_ENOMEM && err.code == CD_ENOMEM, "%ld allocations: %s",
                      allowed, err.text);
    }
}

START_TEST(every_failed_allocation_of_a_load_is_out_of_memory) {
    struct cd_config_source from = {tables, path, environment, settings};
    once = _i;
    ck_assert_int_eq(load_with_rising_budget(&from), CD_OK);
}
END_TEST

START_TEST(every_failed_allocation_of_a_refused_load_is_out_of_memory) {
    const char *const wrong[] = {"a.integer=99", "strings=[1]", "nonsense=1", "count=x",
                                 "map={",        "pointers=[",  "b.bytes={",  NULL};
    struct cd_config_source from = {tables, path, environment, wrong};
    ck_assert_int_eq(load_with_rising_budget(&from), CD_EUSAGE);
}
END_TEST

START_TEST(every_failed_allocation_of_a_description_is_told) {
    void (*const tell[])(const struct cd_option *const *, struct cd_buf *) = {
        cd_describe_text, cd_describe_table, cd_describe_schema, cd_describe_defaults};
    for (size_t i = 0; i < sizeof tell / sizeof *tell; i++) {
        bool failed = true;
        for (long allowed = 0; failed; allowed++) {
            struct cd_arena arena;
            cd_arena_init(&arena, 0);
            struct cd_buf out = cd_buf_in(&arena);
            denied = 0;
            budget = allowed;
            tell[i](tables, &out);
            budget = -1;
            failed = out.failed;
            ck_assert(failed || out.len > 100);
            cd_arena_done(&arena);
            ck_assert_int_lt(allowed, 100000);
        }
    }
}
END_TEST

int main(void) {
    json_set_alloc_funcs(__wrap_malloc, free);
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, text, sizeof text - 1) != (ssize_t)sizeof text - 1)
        return 1;
    close(fd);
    TCase *cases = tcase_create("config_memory");
    tcase_add_loop_test(cases, every_failed_allocation_of_a_load_is_out_of_memory, 0, 2);
    tcase_add_test(cases, every_failed_allocation_of_a_refused_load_is_out_of_memory);
    tcase_add_test(cases, every_failed_allocation_of_a_description_is_told);
    Suite *suite = suite_create("config_memory");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    unlink(path);
    return failed != 0;
}
