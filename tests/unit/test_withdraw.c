/* Withdrawals: what a tombstone, a kill and a refusal end, and that every instance, of
 * any age, ends the same. A ledger in process is read by two judges: one that was there
 * from the beginning, and one that starts at the end and must say the same, of what was
 * never withdrawn too. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/dedup/fingerprint.h"
#include "processors/dedup/judge.h"
#include "processors/dedup/log_memory.h"
#include "suite.h"

#define STORY                                                                            \
    "The ferry between the two islands was stopped on Monday after its ramp broke off "  \
    "in a gale, leaving ninety cars on the wrong shore until a crane arrived."
#define OTHER                                                                            \
    "Bakers in the valley say that the price of rye has doubled since spring, and that " \
    "they will bake with spelt instead until the harvest is in."

static struct cd_dedup_settings settings;
static struct cd_log_memory ledger;
static struct cd_judge *judge;
static struct cd_arena arena;
static struct cd_ruling ruling; /* the last one */
static int64_t input;           /* offset of the next record of the input */

static void set_up(void) {
    settings = (struct cd_dedup_settings){
        .records = 1000,
        .max_heads = 1000,
        .window_ms = 86400000,
        .near_window_ms = 86400000,
        .near_threshold = 500,
        .backlog = 100,
        .pipeline = 1,
    };
    cd_log_memory_init(&ledger);
    cd_arena_init(&arena, 0);
    ck_assert_int_eq(cd_judge_make(&judge, &settings), 0);
    cd_judge_start(judge, 0);
    input = 0;
}

static void tear_down(void) {
    cd_judge_free(judge);
    cd_arena_done(&arena);
    cd_log_memory_done(&ledger);
}

/* ---- the input ---- */

struct told {
    const char *id, *key, *text, *status;
    bool refused;
};

static void set(struct cd_value *value, const char *text) {
    if (text)
        *value = (struct cd_value){.kind = CD_VALUE_STRING, .text = cd_str_of(text)};
}

/* The ledger's record of what came at `offset` of the input; no text: a tombstone. */
static struct cd_str record_at(int64_t offset, struct told told) {
    struct cd_record record = {.topic = CD_STR("in"), .offset = offset};
    struct cd_article article = {.arena = &arena, .record = &record};
    article.identity = cd_str_of(told.id ? told.id : "-");
    article.refused = told.refused;
    if (told.key)
        record.key = cd_str_of(told.key);
    if (told.text)
        record.bytes = cd_str_of(told.text);
    set(&article.fields[CD_FIELD_ID], told.id);
    set(&article.fields[CD_FIELD_PUBSTATUS], told.status);
    ck_assert_int_eq(cd_text_read(&article.body, &arena,
                                  cd_str_of(told.text ? told.text : ""), NULL, NULL),
                     0);
    ck_assert_int_eq(cd_fingerprint(&article, &settings, cd_contract_hash(&settings)), 0);
    return article.fingerprint;
}

/* ---- the ledger ---- */

static void read_on(struct cd_judge *reader, int64_t offset) {
    struct cd_error err = {0};
    ck_assert_msg(
        !cd_judge_read(reader, offset, cd_log_memory_read(&ledger, offset), &err), "%s",
        err.text);
}

static void append(struct cd_str record) {
    ck_assert_int_eq(cd_log_memory_append(&ledger, record), 0);
    read_on(judge, cd_log_memory_end(&ledger) - 1);
    while (cd_judge_next(judge, &ruling))
        continue;
}

/* Logs the last ruling's verdict, as its owner does. */
static void log_verdict(void) {
    struct cd_ruling mine = ruling;
    struct cd_buf record = cd_buf_in(&arena);
    ck_assert_int_eq(cd_ledger_decided(judge, &mine, 1, &record), 0);
    append(cd_buf_str(&record));
    ck_assert_int_eq(ruling.how, CD_LOGGED);
}

static int64_t tell(struct told told) {
    append(record_at(input, told));
    return input++;
}

static void expect(enum cd_verdict_kind kind, const char *of) {
    ck_assert(ruling.verdict.known);
    ck_assert_int_eq(ruling.verdict.kind, kind);
    if (of)
        ck_assert_msg(cd_str_eq(ruling.verdict.of, cd_str_of(of)), "of is %.*s, not %s",
                      (int)ruling.verdict.of.len, ruling.verdict.of.p, of);
}

static void expect_withdrawn(uint64_t heads) {
    ck_assert_int_eq(ruling.how, CD_WITHDRAWN);
    ck_assert_uint_eq(cd_judge_counts(judge).withdrawn, heads);
}

/* One that starts now must say of the next article what the old one says. */
static void start_anew_from(int64_t first) {
    struct cd_error err = {0};
    cd_judge_free(judge);
    ck_assert_int_eq(cd_judge_make(&judge, &settings), 0);
    cd_judge_start(judge, cd_log_memory_end(&ledger));
    for (int64_t at = first; at < cd_log_memory_end(&ledger); at++)
        read_on(judge, at);
    ck_assert_msg(!cd_judge_caught_up(judge, &err), "%s", err.text);
    while (cd_judge_next(judge, &ruling))
        continue;
}

static void start_anew(void) { start_anew_from(0); }

/* ---- tombstones ---- */

START_TEST(a_copy_of_what_a_tombstone_withdrew_comes_out) {
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    tell((struct told){.id = "b", .text = STORY});
    expect(CD_EXACT, "a");
    tell((struct told){.key = "k"});
    expect_withdrawn(1);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
    tell((struct told){.id = "d", .text = STORY});
    expect(CD_EXACT, "c");
}
END_TEST

START_TEST(a_tombstone_withdraws_all_versions_of_the_latest_story_and_no_other) {
    tell((struct told){.id = "old", .key = "k", .text = OTHER});
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    tell((struct told){.id = "a", .key = "k", .text = STORY " One car was lost."});
    expect(CD_REVISION, "a");
    tell((struct told){.key = "k"});
    expect_withdrawn(2);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
    tell((struct told){.id = "d", .text = OTHER});
    expect(CD_EXACT, "old");
}
END_TEST

START_TEST(a_tombstone_of_another_key_or_none_withdraws_nothing) {
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    tell((struct told){.key = "l"});
    expect_withdrawn(0);
    struct cd_record record = {.topic = CD_STR("in")};
    struct cd_article bare = {.record = &record};
    ck_assert(!cd_ledger_withdraws(&bare));
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "a");
}
END_TEST

START_TEST(a_tombstone_that_is_replayed_spares_what_came_behind_it) {
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    int64_t at = tell((struct told){.key = "k"});
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    expect(CD_UNIQUE, NULL);
    append(record_at(at, (struct told){.key = "k"}));
    expect_withdrawn(1);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "a");
}
END_TEST

START_TEST(a_withdrawn_article_that_is_replayed_is_no_head_again) {
    int64_t at = tell((struct told){.id = "a", .key = "k", .text = STORY});
    log_verdict();
    tell((struct told){.key = "k"});
    append(record_at(at, (struct told){.id = "a", .key = "k", .text = STORY}));
    ck_assert_int_eq(ruling.how, CD_REPEATED);
    expect(CD_UNIQUE, NULL);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
}
END_TEST

/* ---- instances of any age ---- */

START_TEST(who_starts_later_applies_it_at_the_same_place) {
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    log_verdict();
    tell((struct told){.id = "b", .text = STORY});
    struct cd_ruling copy = ruling;
    tell((struct told){.key = "k"});
    ruling = copy; /* its verdict is logged only behind the withdrawal */
    log_verdict();
    start_anew();
    ck_assert_uint_eq(cd_judge_counts(judge).withdrawn, 1);
    ck_assert_uint_eq(cd_judge_counts(judge).voided, 0);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
}
END_TEST

START_TEST(who_starts_later_knows_what_a_kill_ended) {
    tell((struct told){.id = "a", .text = STORY});
    log_verdict();
    tell((struct told){.id = "a", .text = STORY, .status = "canceled"});
    log_verdict();
    start_anew();
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
}
END_TEST

/* Others' records lie between. */
static void pass(int64_t count) {
    while (count-- > 0)
        append(CD_STR("another's"));
}

START_TEST(a_kill_that_waits_long_in_the_history_ends_what_lies_a_window_before) {
    tell((struct told){.id = "a", .text = STORY});
    log_verdict();
    pass(settings.records - 20);
    tell((struct told){.id = "o", .text = OTHER}); /* its verdict is never logged */
    tell((struct told){.id = "a", .text = STORY, .status = "canceled"});
    log_verdict();
    int64_t at = tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
    pass(2 * settings.backlog);
    start_anew();
    append(record_at(at, (struct told){.id = "c", .text = STORY}));
    expect(CD_UNIQUE, NULL);
}
END_TEST

START_TEST(who_starts_later_learns_what_had_no_place_any_more_from_its_verdict) {
    struct told a = {.id = "a", .text = STORY};
    int64_t at = tell(a);
    pass(600);
    append(record_at(at, a)); /* repeats the first */
    pass(700);
    append(record_at(at, a)); /* which is forgotten by now */
    expect(CD_UNIQUE, NULL);
    log_verdict();
    tell((struct told){.id = "b", .text = STORY});
    expect(CD_EXACT, "a");
    log_verdict();
    start_anew_from(500);
    ck_assert_uint_eq(cd_judge_counts(judge).voided, 0);
    pass(settings.records - 100); /* what came before the place has left the window */
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "a");
}
END_TEST

START_TEST(without_a_verdict_in_the_history_it_waits_for_its_turn) {
    tell((struct told){.id = "a", .key = "k", .text = STORY});
    tell((struct told){.key = "k"});
    tell((struct told){.id = "b", .text = STORY});
    start_anew();
    ck_assert_uint_eq(cd_judge_counts(judge).withdrawn, 1);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "b");
}
END_TEST

/* ---- kills ---- */

START_TEST(a_kill_comes_out_and_what_it_killed_is_no_head_any_more) {
    tell((struct told){.id = "a", .text = STORY});
    tell((struct told){.id = "a", .text = STORY, .status = "stat:canceled"});
    expect(CD_REVISION, "a");
    ck_assert_uint_eq(ruling.verdict.version, 2);
    ck_assert_uint_eq(cd_judge_counts(judge).withdrawn, 1);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
    tell((struct told){.id = "d", .text = STORY});
    expect(CD_EXACT, "c");
}
END_TEST

START_TEST(a_kill_with_a_text_of_its_own_kills_too) {
    tell((struct told){.id = "a", .text = STORY});
    tell((struct told){.id = "a", .text = "Please kill it.", .status = "withheld"});
    expect(CD_REVISION, "a");
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
}
END_TEST

START_TEST(a_kill_of_another_document_leaves_the_head) {
    tell((struct told){.id = "a", .text = STORY});
    tell((struct told){.id = "b", .text = "Please kill it.", .status = "withheld"});
    expect(CD_UNIQUE, NULL);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "a");
}
END_TEST

/* ---- refusals ---- */

START_TEST(an_article_that_comes_to_nothing_is_withdrawn_and_its_copies_are_counted) {
    struct told a = {.id = "a", .text = STORY};
    int64_t at = tell(a);
    tell((struct told){.id = "b", .text = STORY});
    a.refused = true;
    append(record_at(at, a));
    expect_withdrawn(1);
    ck_assert_uint_eq(ruling.copies, 1);
    ck_assert_uint_eq(cd_judge_counts(judge).forsaken, 1);
    append(record_at(at, a)); /* a replay */
    expect_withdrawn(1);
    ck_assert_uint_eq(ruling.copies, 0);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_UNIQUE, NULL);
}
END_TEST

START_TEST(a_copy_that_comes_to_nothing_ends_no_head) {
    struct told b = {.id = "b", .text = STORY};
    tell((struct told){.id = "a", .text = STORY});
    int64_t at = tell(b);
    b.refused = true;
    append(record_at(at, b));
    expect_withdrawn(0);
    tell((struct told){.id = "c", .text = STORY});
    expect(CD_EXACT, "a");
}
END_TEST

/* ---- the record ---- */

START_TEST(a_withdrawn_record_is_read_as_it_was_written_or_not_at_all) {
    struct cd_str record = record_at(7, (struct told){.key = "k"});
    struct cd_withdrawal withdrawal;
    struct cd_identity identity;
    ck_assert_int_eq(cd_record_read_withdrawal(record, &withdrawal), 0);
    ck_assert_int_eq(withdrawal.by, CD_WITHDRAWN_BY_KEY);
    ck_assert_int_eq(cd_ledger_identity(record, &identity), 0);
    ck_assert_uint_eq(identity.high, withdrawal.identity.high);
    for (size_t len = 0; len < record.len; len++)
        ck_assert_int_eq(
            cd_record_read_withdrawal(cd_str_cut(record, 0, len), &withdrawal),
            CD_EMESSAGE);
    char *bytes = (char *)(uintptr_t)record.p;
    bytes[36] = 'X';
    ck_assert_int_eq(cd_record_read_withdrawal(record, &withdrawal), CD_EMESSAGE);
    append(record);
    ck_assert_uint_eq(cd_judge_counts(judge).malformed, 1);
}
END_TEST

START_TEST(a_verdict_on_a_withdrawal_is_passed_over) {
    tell((struct told){.key = "k"});
    struct cd_buf record = cd_buf_in(&arena);
    struct cd_decided lie = {.at = 0, .place = 0, .of = -1, .cluster = -1};
    cd_record_begin(&record, (struct cd_ledger_head){CD_LEDGER_DECIDED,
                                                     cd_contract_hash(&settings),
                                                     settings.pipeline});
    cd_record_decided(&record, &lie);
    append(cd_buf_str(&record));
    ck_assert_uint_eq(cd_judge_counts(judge).malformed, 1);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("withdraw");
    TCase *tests = tcase_create("withdraw");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_copy_of_what_a_tombstone_withdrew_comes_out);
    tcase_add_test(tests,
                   a_tombstone_withdraws_all_versions_of_the_latest_story_and_no_other);
    tcase_add_test(tests, a_tombstone_of_another_key_or_none_withdraws_nothing);
    tcase_add_test(tests, a_tombstone_that_is_replayed_spares_what_came_behind_it);
    tcase_add_test(tests, a_withdrawn_article_that_is_replayed_is_no_head_again);
    tcase_add_test(tests, who_starts_later_applies_it_at_the_same_place);
    tcase_add_test(tests, who_starts_later_knows_what_a_kill_ended);
    tcase_add_test(tests,
                   a_kill_that_waits_long_in_the_history_ends_what_lies_a_window_before);
    tcase_add_test(tests,
                   who_starts_later_learns_what_had_no_place_any_more_from_its_verdict);
    tcase_add_test(tests, without_a_verdict_in_the_history_it_waits_for_its_turn);
    tcase_add_test(tests, a_kill_comes_out_and_what_it_killed_is_no_head_any_more);
    tcase_add_test(tests, a_kill_with_a_text_of_its_own_kills_too);
    tcase_add_test(tests, a_kill_of_another_document_leaves_the_head);
    tcase_add_test(
        tests, an_article_that_comes_to_nothing_is_withdrawn_and_its_copies_are_counted);
    tcase_add_test(tests, a_copy_that_comes_to_nothing_ends_no_head);
    tcase_add_test(tests, a_withdrawn_record_is_read_as_it_was_written_or_not_at_all);
    tcase_add_test(tests, a_verdict_on_a_withdrawal_is_passed_over);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
