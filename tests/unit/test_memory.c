/* Every allocation on the way of an article fails once: the first, the second, and so on
 * until none is left to fail. Each time either the failure comes back as CD_ENOMEM, or
 * what comes out is the same as ever (the memory was not needed after all). Nothing is
 * leaked (the sanitizers see to that), and the next article is read by the same parser as
 * if nothing had been.
 *
 * The linker turns calls of malloc and of the arena to the functions below (--wrap); the
 * operators new, which simdjson calls from its own library, are replaced by their linker
 * names. */
#include <check.h>
#include <stdlib.h>

#include "base/hash.h"
#include "consumer/command.h"
#include "processors/chain.h"
#include "processors/dedup/ledger.h"
#include "processors/headers.h"
#include "processors/input.h"
#include "processors/stamp.h"
#include "suite.h"

/* ---- failing ---- */

static long countdown; /* the allocation at which it is 1 fails; 0: none does */
static bool has_failed;

static bool fails(void) {
    if (countdown == 0 || --countdown > 0)
        return false;
    has_failed = true;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_cd_arena_alloc(struct cd_arena *arena, size_t size);
void *__real_cd_arena_zero(struct cd_arena *arena, size_t count, size_t size);
void *__real_cd_arena_grow(struct cd_arena *arena, void *old, size_t old_size,
                           size_t new_size);
struct cd_str __real_cd_arena_copy(struct cd_arena *arena, struct cd_str s);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_cd_arena_alloc(struct cd_arena *arena, size_t size);
void *__wrap_cd_arena_zero(struct cd_arena *arena, size_t count, size_t size);
void *__wrap_cd_arena_grow(struct cd_arena *arena, void *old, size_t old_size,
                           size_t new_size);
struct cd_str __wrap_cd_arena_copy(struct cd_arena *arena, struct cd_str s);

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return fails() ? NULL : __real_realloc(old, size);
}

void *__wrap_cd_arena_alloc(struct cd_arena *arena, size_t size) {
    return fails() ? NULL : __real_cd_arena_alloc(arena, size);
}

void *__wrap_cd_arena_zero(struct cd_arena *arena, size_t count, size_t size) {
    return fails() ? NULL : __real_cd_arena_zero(arena, count, size);
}

void *__wrap_cd_arena_grow(struct cd_arena *arena, void *old, size_t old_size,
                           size_t new_size) {
    return fails() ? NULL : __real_cd_arena_grow(arena, old, old_size, new_size);
}

struct cd_str __wrap_cd_arena_copy(struct cd_arena *arena, struct cd_str s) {
    return fails() ? (struct cd_str){0} : __real_cd_arena_copy(arena, s);
}

/* operator new and new[] that give NULL; the one that throws, which simdjson calls once
 * to see what the processor can do, and which never fails here; and the deletes. */
void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow);
void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow);
void *_Znwm(size_t size);
void _ZdlPv(void *p);
void _ZdlPvm(void *p, size_t size);
void _ZdaPv(void *p);
void _ZdaPvm(void *p, size_t size);

void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow) {
    (void)nothrow;
    return fails() ? NULL : __real_malloc(size);
}

void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow) {
    return _ZnwmRKSt9nothrow_t(size, nothrow);
}

void *_Znwm(size_t size) { return __real_malloc(size); }

void _ZdlPv(void *p) { free(p); }
void _ZdaPv(void *p) { free(p); }

void _ZdlPvm(void *p, size_t size) {
    (void)size;
    free(p);
}

void _ZdaPvm(void *p, size_t size) {
    (void)size;
    free(p);
}

/* ---- one article ---- */

/* A bit of everything: an escape, a lone surrogate (so the message is mended), a stamp to
 * cut, a number as id, wrapped fields, a notice, a quote. */
static const char message[] =
    "{\"id\":771,\"copydesk\":1,\"title\":\"Bridge \\ud800 closed\",\"lang\":\"EN-nz\","
    "\"published\":[\"2024-05-01\"],\"embargoed\":{\"@value\":20300501},"
    "\"correction\":[{\"text\":\"It was four days.\"}],\"body\":\"This is an archived "
    "article.\\n\\n"
    "“We will open it today,” Ann Doyle, the mayor of Nelson, said on Monday. It was "
    "closed for three days after a truck had overturned on it. “Nobody was hurt,” "
    "said Doyle.\"}";

static struct {
    uint64_t output; /* hash of what came out last … */
    uint64_t wanted; /* … and of what comes out when nothing fails */
    struct cd_config *config;
    struct cd_input *input;
    struct cd_chain *chain;
    struct cd_message_parser *parser;
    char bytes[sizeof message + CD_RECORD_PADDING];
} t;

static int run_chain(struct cd_article *article, struct cd_error *err) {
    struct cd_judge *judge = NULL;
    enum cd_step step = cd_chain_run(t.chain, article, err);
    int rc = CD_OK;
    if (step == CD_PARK) {
        rc = cd_judge_new(&judge, t.config, err);
        if (rc == CD_OK)
            rc = cd_ledger_settle_alone(judge, article, err);
        if (rc == CD_OK)
            step = cd_chain_run(t.chain, article, err);
    }
    cd_judge_free(judge);
    return step == CD_REJECT ? err->code : rc;
}

/* From a record to what would be sent. */
static int pass(struct cd_message_parser *parser, struct cd_error *err) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_record record = {.topic = CD_STR("articles.raw"),
                               .timestamp_ms = CD_NO_TIME,
                               .bytes = {t.bytes, sizeof message - 1}};
    struct cd_article article = {.arena = &arena, .record = &record};
    struct cd_str out;
    struct cd_headers headers;
    int rc = cd_input_read(t.input, parser, &article, err);
    if (rc == CD_OK)
        rc = run_chain(&article, err);
    if (rc == CD_OK)
        rc = cd_stamp(&article, SIZE_MAX, &out, err);
    if (rc == CD_OK)
        rc = cd_headers_stamped(&article, &headers, err);
    if (rc == CD_OK)
        t.output = cd_hash(out.p, out.len);
    cd_arena_done(&arena);
    return rc;
}

/* ---- the tests ---- */

static void set_up(void) {
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {
        .tables = tables.list,
        .settings = (const char *const[]){"dedup.max_heads=1000", NULL}};
    struct cd_config_fault fault;
    size_t faults;
    struct cd_error err = {0};
    int rc = cd_config_load(&t.config, &from, &fault, 1, &faults, &err);
    ck_assert_msg(rc == CD_OK, "%s", err.text);
    ck_assert_int_eq(cd_chain_new(&t.chain, t.config, &err), CD_OK);
    ck_assert_int_eq(cd_input_new(&t.input, t.config, &err), CD_OK);
    t.parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(t.parser);
    memcpy(t.bytes, message, sizeof message);
    ck_assert_int_eq(pass(t.parser, &err), CD_OK);
    t.wanted = t.output;
}

static void tear_down(void) {
    cd_message_parser_free(t.parser);
    cd_input_free(t.input);
    cd_chain_free(t.chain);
    cd_config_free(t.config);
}

/* Calls `run` until its n-th allocation does not fail any more, since it has fewer. Of
 * thousands, as lexicons have, not each is tried. */
static void fail_each(int (*run)(struct cd_error *err), long at_least) {
    long n = 0;
    do {
        struct cd_error err = {0};
        n += 1 + n / 40;
        countdown = n;
        has_failed = false;
        t.output = t.wanted;
        int rc = run(&err);
        countdown = 0;
        ck_assert_msg(rc == CD_OK || (rc == CD_ENOMEM && has_failed),
                      "allocation %ld: code %d, %s", n, rc, err.text);
        ck_assert_msg(err.code == rc, "allocation %ld is not told", n);
        ck_assert_msg(rc || t.output == t.wanted, "allocation %ld changes the output", n);
    } while (has_failed);
    ck_assert_int_gt(n, at_least);
}

static int pass_with_new_parser(struct cd_error *err) {
    struct cd_message_parser *parser = cd_message_parser_new();
    int rc = parser ? pass(parser, err) : cd_fail_memory(err);
    cd_message_parser_free(parser);
    return rc;
}

static int pass_with_old_parser(struct cd_error *err) {
    int rc = pass(t.parser, err);
    countdown = 0;
    struct cd_error none = {0};
    ck_assert_msg(pass(t.parser, &none) == CD_OK, "after a failure: %s", none.text);
    return rc;
}

static int make_input(struct cd_error *err) {
    struct cd_input *input = NULL;
    int rc = cd_input_new(&input, t.config, err);
    cd_input_free(input);
    return rc;
}

static int make_chain(struct cd_error *err) {
    struct cd_chain *chain = NULL;
    int rc = cd_chain_new(&chain, t.config, err);
    cd_chain_free(chain);
    return rc;
}

START_TEST(article_whose_memory_fails_anywhere_is_an_error) {
    fail_each(pass_with_new_parser, 50);
}
END_TEST

START_TEST(parser_is_fit_for_the_next_article_after_a_failure) {
    fail_each(pass_with_old_parser, 50);
}
END_TEST

START_TEST(input_whose_memory_fails_anywhere_is_not_made) { fail_each(make_input, 30); }
END_TEST

START_TEST(chain_whose_memory_fails_anywhere_is_not_made) { fail_each(make_chain, 2); }
END_TEST

int main(void) {
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, article_whose_memory_fails_anywhere_is_an_error);
    tcase_add_test(tests, parser_is_fit_for_the_next_article_after_a_failure);
    tcase_add_test(tests, input_whose_memory_fails_anywhere_is_not_made);
    tcase_add_test(tests, chain_whose_memory_fails_anywhere_is_not_made);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
