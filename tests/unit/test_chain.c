/* The loop over the processors, with processors made for the test: the order, parking and
 * going on, diverting, rejecting, and what is counted. */
#include "processors/chain.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* What was called, in order: "+a" configured, "a" processed, "-a" destroyed. */
static char calls[200];

static void note(const char *what, const char *name) {
    size_t len = strlen(calls);
    snprintf(calls + len, sizeof calls - len, "%s%s ", what, name);
}

/* A processor's state is its name. */
static void destroy(void *state) { note("-", state); }

static int configure(void **state, const char *name) {
    *state = (void *)(uintptr_t)name;
    note("+", name);
    return CD_OK;
}

static enum cd_step go_on(void *state, struct cd_article *article, struct cd_error *why) {
    (void)why;
    note("", state);
    cd_article_stamp(article, state, CD_STR("1"), 0);
    return CD_CONTINUE;
}

static enum cd_step park(void *state, struct cd_article *article, struct cd_error *why) {
    (void)why;
    note("", state);
    if (!article->verdict.known)
        return CD_PARK;
    return article->route == CD_ROUTE_OUTPUT ? CD_CONTINUE : CD_DIVERT;
}

static enum cd_step reject(void *state, struct cd_article *article,
                           struct cd_error *why) {
    (void)article;
    note("", state);
    cd_fail(why, CD_EMESSAGE, "bad", "no good");
    return CD_REJECT;
}

static int configure_dedup(void **state, const struct cd_config *config,
                           struct cd_error *err) {
    (void)config, (void)err;
    return configure(state, "dedup");
}

static int configure_a(void **state, const struct cd_config *config,
                       struct cd_error *err) {
    (void)config, (void)err;
    return configure(state, "a");
}

static int configure_b(void **state, const struct cd_config *config,
                       struct cd_error *err) {
    (void)config, (void)err;
    return configure(state, "b");
}

static int configure_refuse(void **state, const struct cd_config *config,
                            struct cd_error *err) {
    (void)config;
    *state = NULL;
    return cd_fail(err, CD_EUSAGE, "lexicon", "no such lexicon");
}

static const struct cd_option no_options[] = {{.key = NULL}};
static const struct cd_processor dedup = {"dedup", no_options, configure_dedup, park,
                                          destroy};
static const struct cd_processor a = {"a", no_options, configure_a, go_on, destroy};
static const struct cd_processor b = {"b", no_options, configure_b, reject, destroy};
static const struct cd_processor broken = {"broken", no_options, configure_refuse, go_on,
                                           destroy};

const struct cd_processor *const cd_processors[] = {&dedup, &a, &b, &broken, NULL};

const struct cd_option cd_chain_options[] = {
    {.key = "processors", .type = CD_OPTION_STRINGS, .value = "[]", .help = "h"},
    {.key = NULL}};

static struct {
    struct cd_config *config;
    struct cd_chain *chain;
    struct cd_arena arena;
    struct cd_article article;
    struct cd_error err;
    int rc;
} t;

static void make(const char *processors) {
    static const struct cd_option *const tables[] = {cd_chain_options, NULL};
    char setting[100];
    snprintf(setting, sizeof setting, "processors=%s", processors);
    struct cd_config_source from = {.tables = tables,
                                    .settings = (const char *const[]){setting, NULL}};
    struct cd_config_fault fault;
    size_t faults;
    ck_assert_int_eq(cd_config_load(&t.config, &from, &fault, 1, &faults, NULL), CD_OK);
    calls[0] = '\0';
    t.err = (struct cd_error){0};
    t.article = (struct cd_article){.arena = &t.arena};
    t.rc = cd_chain_new(&t.chain, t.config, &t.err);
}

static void tear_down(void) {
    cd_chain_free(t.chain);
    cd_config_free(t.config);
    cd_arena_done(&t.arena);
    memset(&t, 0, sizeof t);
}

static void refused(const char *processors, const char *text) {
    make(processors);
    ck_assert_int_eq(t.rc, CD_EUSAGE);
    ck_assert_str_eq(t.err.text, text);
    ck_assert_ptr_null(t.chain);
    cd_config_free(t.config);
    t.config = NULL;
}

START_TEST(processors_run_in_configured_order) {
    make("a,b");
    ck_assert(!cd_chain_needs_ledger(t.chain));
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_REJECT);
    ck_assert_str_eq(t.err.reason, "bad");
    ck_assert_uint_eq(t.article.member_count, 1);
    cd_chain_free(t.chain);
    t.chain = NULL;
    ck_assert_str_eq(calls, "+a +b a b -a -b ");
}
END_TEST

START_TEST(parked_article_goes_on_where_it_stood) {
    make("dedup,a");
    ck_assert(cd_chain_needs_ledger(t.chain));
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_PARK);
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_PARK);
    t.article.verdict.known = true;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    ck_assert_str_eq(calls, "+dedup +a dedup dedup dedup a ");
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    ck_assert_str_eq(calls, "+dedup +a dedup dedup dedup a ");
}
END_TEST

START_TEST(diverted_article_is_spared_the_rest) {
    make("dedup,a");
    t.article.verdict.known = true;
    t.article.route = CD_ROUTE_DUPLICATES;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_DIVERT);
    ck_assert_str_eq(calls, "+dedup +a dedup ");
}
END_TEST

START_TEST(empty_chain_lets_everything_through) {
    make("");
    ck_assert_int_eq(t.rc, CD_OK);
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    struct cd_chain_timing timing;
    ck_assert_int_eq(cd_chain_timing(t.chain, 0, &timing), 0);
}
END_TEST

START_TEST(chain_that_cannot_be_is_a_fault_that_says_where) {
    refused("a,a", "/processors/1: \"a\" twice");
    ck_assert_str_eq(calls, "+a -a ");
    refused("a,dedup", "/processors/1: \"dedup\" must be first");
    refused("a,nonsense", "/processors/1: there is no processor \"nonsense\"");
    refused("dedup,broken", "no such lexicon");
    ck_assert_str_eq(calls, "+dedup -dedup ");
}
END_TEST

START_TEST(calls_and_time_are_counted_by_processor) {
    make("dedup,a");
    t.article.verdict.known = true;
    for (int i = 0; i < 3; i++) {
        t.article.next_processor = 0;
        ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    }
    struct cd_chain_timing timing;
    ck_assert_int_eq(cd_chain_timing(t.chain, 0, &timing), 1);
    ck_assert_str_eq(timing.name, "dedup");
    ck_assert_uint_eq(timing.calls, 3);
    ck_assert_uint_gt(timing.nanoseconds, 0);
    ck_assert_int_eq(cd_chain_timing(t.chain, 1, &timing), 1);
    ck_assert_str_eq(timing.name, "a");
    ck_assert_int_eq(cd_chain_timing(t.chain, 2, &timing), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chain");
    TCase *tests = tcase_create("chain");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, processors_run_in_configured_order);
    tcase_add_test(tests, parked_article_goes_on_where_it_stood);
    tcase_add_test(tests, diverted_article_is_spared_the_rest);
    tcase_add_test(tests, empty_chain_lets_everything_through);
    tcase_add_test(tests, chain_that_cannot_be_is_a_fault_that_says_where);
    tcase_add_test(tests, calls_and_time_are_counted_by_processor);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
