/* The loop over the processors, with processors made for the test: the order, parking and
 * going on, diverting, rejecting, and what is counted. */
#include "processors/chain.h"
#include "suite.h"

#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
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

/* ---- two that reload: each state is the number of the load that made it ---- */

#define NO_LOAD 99

static int loads;        /* the next load's number; NO_LOAD: it fails */
static atomic_int alive; /* states that are not destroyed */

static int configure_load(void **out, struct cd_error *err) {
    if (loads >= NO_LOAD)
        return cd_fail(err, CD_EUSAGE, "lexicon", "not this one");
    int *load = malloc(sizeof *load);
    ck_assert_ptr_nonnull(load);
    *load = loads;
    atomic_fetch_add(&alive, 1);
    *out = load;
    return CD_OK;
}

static int configure_first(void **out, const struct cd_config *config,
                           struct cd_error *err) {
    (void)config;
    return configure_load(out, err);
}

/* The last of a load. */
static int configure_last(void **out, const struct cd_config *config,
                          struct cd_error *err) {
    (void)config;
    int rc = loads == NO_LOAD - 1 ? cd_fail(err, CD_EUSAGE, "lexicon", "the other one")
                                  : configure_load(out, err);
    loads++;
    return rc;
}

static void unload(void *state) {
    if (!state)
        return;
    *(int *)state = -1;
    free(state);
    atomic_fetch_sub(&alive, 1);
}

static enum cd_step first_of_load(void *state, struct cd_article *article,
                                  struct cd_error *why) {
    (void)why;
    article->verdict.version = (uint32_t) * (int *)state;
    return CD_CONTINUE;
}

static atomic_int reads;

static int read_of_load(void *state, struct cd_article *article, struct cd_error *why) {
    (void)why;
    atomic_fetch_add(&reads, 1);
    article->said_count = (uint32_t) * (int *)state;
    return CD_OK;
}

static enum cd_step last_of_load(void *state, struct cd_article *article,
                                 struct cd_error *why) {
    (void)why;
    ck_assert_int_eq((int)article->verdict.version, *(int *)state);
    return CD_CONTINUE;
}

static void hits_of_load(const void *state, const struct cd_hit_counter *to) {
    to->tell(to->self, "load", (uint64_t) * (const int *)state);
}

static const struct cd_option no_options[] = {{.key = NULL}};

#define PROCESSOR(its_name, its_configure, its_process)                                  \
    {                                                                                    \
        .name = its_name, .options = no_options, .configure = its_configure,             \
        .process = its_process, .destroy = destroy                                       \
    }

static const struct cd_processor dedup = PROCESSOR("dedup", configure_dedup, park);
static const struct cd_processor a = PROCESSOR("a", configure_a, go_on);
static const struct cd_processor b = PROCESSOR("b", configure_b, reject);
static const struct cd_processor broken = PROCESSOR("broken", configure_refuse, go_on);
static const struct cd_processor first = {.name = "first",
                                          .options = no_options,
                                          .configure = configure_first,
                                          .process = first_of_load,
                                          .destroy = unload,
                                          .reloads = true,
                                          .hits = hits_of_load};
static const struct cd_processor last = {.name = "last",
                                         .options = no_options,
                                         .configure = configure_last,
                                         .read = read_of_load,
                                         .process = last_of_load,
                                         .destroy = unload,
                                         .reloads = true};

const struct cd_processor *const cd_processors[] = {&dedup, &a,    &b,  &broken,
                                                    &first, &last, NULL};

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
    loads = 0;
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

START_TEST(plain_text_of_html_is_told_of_what_came_through) {
    make("dedup,a");
    t.article.plain = CD_STR("\"a\"\n");
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_PARK);
    ck_assert_uint_eq(t.article.member_count, 0);
    t.article.verdict.known = true;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    const struct cd_member *plain = &t.article.members[1];
    ck_assert_uint_eq(t.article.member_count, 2);
    ck_assert_str_eq(plain->name, "plain");
    ck_assert_int_eq(plain->droppable, 0);
    ck_assert(cd_str_eq(plain->json, CD_STR("\"\\\"a\\\"\\n\"")));
}
END_TEST

START_TEST(plain_text_of_html_is_not_told_of_what_is_diverted) {
    make("dedup,a");
    t.article.plain = CD_STR("a");
    t.article.verdict.known = true;
    t.article.route = CD_ROUTE_DUPLICATES;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_DIVERT);
    ck_assert_uint_eq(t.article.member_count, 0);
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

static void keep_hits(void *self, const char *id, uint64_t hits) {
    ck_assert_str_eq(id, "load");
    *(uint64_t *)self = hits;
}

static uint64_t hits(void) {
    uint64_t found = 77;
    cd_chain_hits(t.chain, &(struct cd_hit_counter){keep_hits, &found});
    return found;
}

START_TEST(text_is_read_before_the_first_processor_and_anew_by_new_lexicons) {
    make("dedup,first,last");
    atomic_store(&reads, 0);
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_PARK);
    ck_assert_int_eq(atomic_load(&reads), 1);
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_PARK);
    ck_assert_int_eq(atomic_load(&reads), 1);
    ck_assert_int_eq(cd_chain_reload(t.chain, t.config, NULL, &t.err), CD_OK);
    ck_assert_int_eq(cd_chain_reload(t.chain, t.config, NULL, &t.err), CD_OK);
    t.article.verdict.known = true;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    ck_assert_int_eq(atomic_load(&reads), 2);
    ck_assert_uint_eq(t.article.said_count, 2);
}
END_TEST

START_TEST(lexicons_are_swapped_and_the_rest_stays) {
    uint64_t old = 77;
    make("dedup,first,last");
    ck_assert_uint_eq(hits(), 0);
    ck_assert_int_eq(cd_chain_reload(t.chain, t.config,
                                     &(struct cd_hit_counter){keep_hits, &old}, &t.err),
                     CD_OK);
    ck_assert_uint_eq(old, 0);
    ck_assert_uint_eq(hits(), 1);
    ck_assert_int_eq(alive, 2);
    t.article.verdict.known = true;
    ck_assert_int_eq(cd_chain_run(t.chain, &t.article, &t.err), CD_CONTINUE);
    ck_assert_uint_eq(t.article.verdict.version, 1);
    cd_chain_free(t.chain);
    t.chain = NULL;
    ck_assert_str_eq(calls, "+dedup dedup -dedup ");
    ck_assert_int_eq(alive, 0);
}
END_TEST

START_TEST(a_bad_lexicon_leaves_all_as_it_was) {
    make("dedup,first,last");
    for (loads = NO_LOAD - 1; loads <= NO_LOAD;) {
        bool second = loads < NO_LOAD;
        t.err = (struct cd_error){0};
        ck_assert_int_eq(cd_chain_reload(t.chain, t.config, NULL, &t.err), CD_EUSAGE);
        ck_assert_str_eq(t.err.text, second ? "the other one" : "not this one");
        ck_assert_int_eq(alive, 2);
        ck_assert_uint_eq(hits(), 0);
        loads += !second;
    }
    loads = 5;
    ck_assert_int_eq(cd_chain_reload(t.chain, t.config, NULL, &t.err), CD_OK);
    ck_assert_uint_eq(hits(), 5);
}
END_TEST

static atomic_bool enough;

static void *run_articles(void *unused) {
    uint32_t newest = 0;
    struct cd_error err = {0};
    (void)unused;
    while (!atomic_load(&enough)) {
        struct cd_article article = {0};
        ck_assert_int_eq(cd_chain_run(t.chain, &article, &err), CD_CONTINUE);
        ck_assert_uint_ge(article.verdict.version, newest);
        newest = article.verdict.version;
    }
    return NULL;
}

START_TEST(articles_in_work_see_one_load_or_the_next) {
    pthread_t threads[2];
    make("first,last");
    atomic_store(&enough, false);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run_articles, NULL), 0);
    for (int i = 0; i < NO_LOAD - 2; i++)
        ck_assert_int_eq(cd_chain_reload(t.chain, t.config, NULL, &t.err), CD_OK);
    atomic_store(&enough, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(alive, 2);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chain");
    TCase *tests = tcase_create("chain");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, processors_run_in_configured_order);
    tcase_add_test(tests, parked_article_goes_on_where_it_stood);
    tcase_add_test(tests, diverted_article_is_spared_the_rest);
    tcase_add_test(tests, plain_text_of_html_is_told_of_what_came_through);
    tcase_add_test(tests, plain_text_of_html_is_not_told_of_what_is_diverted);
    tcase_add_test(tests, empty_chain_lets_everything_through);
    tcase_add_test(tests, chain_that_cannot_be_is_a_fault_that_says_where);
    tcase_add_test(tests, calls_and_time_are_counted_by_processor);
    tcase_add_test(tests,
                   text_is_read_before_the_first_processor_and_anew_by_new_lexicons);
    tcase_add_test(tests, lexicons_are_swapped_and_the_rest_stays);
    tcase_add_test(tests, a_bad_lexicon_leaves_all_as_it_was);
    tcase_add_test(tests, articles_in_work_see_one_load_or_the_next);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
