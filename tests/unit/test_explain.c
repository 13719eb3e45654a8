/* The rule that decided, and what two texts share. What is explained is held to what the
 * judge does with the same fingerprint. */
#include <check.h>
#include <stdlib.h>

#include "processors/dedup/fingerprint.h"
#include "processors/dedup/judge.h"
#include "processors/dedup/passages.h"
#include "suite.h"

#define LEAD                                                                             \
    "The lock at Perrin Mill was shut on Thursday after a barge loaded with gravel hit " \
    "its lower gate and sank in the chamber. "
#define MIDDLE                                                                           \
    "Nobody was hurt, but 14 boats wait on either side, and the canal trust says that "  \
    "raising the hull will take 9 days at least. "
#define END                                                                              \
    "Farmers along the upper reach have been told to draw no water until the level is "  \
    "back to where it stood in spring, and anglers to keep off the bank."
#define STORY LEAD MIDDLE END
#define OTHER                                                                            \
    "A choir of retired miners has sold out the town hall three nights in a row with "   \
    "songs that its oldest member wrote down from memory last winter."

struct told {
    const char *id, *source, *title, *text, *status;
    int64_t hours;
};

static struct cd_dedup_settings settings;
static struct cd_judge *judge;
static struct cd_arena arena;
static int64_t input;

static void set_up(void) {
    settings = (struct cd_dedup_settings){
        .records = 1000,
        .max_heads = 1000,
        .window_ms = 100 * 3600000,
        .near_window_ms = 10 * 3600000,
        .near_threshold = 500,
        .backlog = 100,
        .pipeline = 1,
    };
    cd_arena_init(&arena, 0);
    ck_assert_int_eq(cd_judge_make(&judge, &settings), 0);
    input = 0;
}

static void tear_down(void) {
    cd_judge_free(judge);
    cd_arena_done(&arena);
}

static void set(struct cd_value *value, const char *text) {
    if (text)
        *value = (struct cd_value){.kind = CD_VALUE_STRING, .text = cd_str_of(text)};
}

static void read_text(struct cd_text *text, const char *bytes) {
    ck_assert_int_eq(
        cd_text_read(text, &arena, cd_str_of(bytes ? bytes : ""), NULL, NULL), 0);
}

static void fingerprint(struct cd_article *article, struct cd_record *record,
                        struct told told) {
    *record = (struct cd_record){.topic = CD_STR("in"),
                                 .offset = input++,
                                 .timestamp_ms = told.hours * 3600000,
                                 .bytes = cd_str_of(told.text)};
    *article = (struct cd_article){.arena = &arena, .record = record};
    article->identity = cd_str_of(told.id ? told.id : "-");
    set(&article->fields[CD_FIELD_ID], told.id);
    set(&article->fields[CD_FIELD_SOURCE], told.source);
    set(&article->fields[CD_FIELD_PUBSTATUS], told.status);
    read_text(&article->title, told.title);
    read_text(&article->body, told.text);
    ck_assert_int_eq(cd_fingerprint(article, &settings, cd_contract_hash(&settings)), 0);
}

static struct cd_explanation explanation;

/* Explains `later` behind `earlier`; the judge's own verdict must be of the rule's kind.
 */
static enum cd_verdict_kind explain(struct told earlier, struct told later) {
    struct cd_error err = {0};
    struct cd_record records[2];
    struct cd_article first, second;
    cd_judge_free(judge);
    ck_assert_int_eq(cd_judge_make(&judge, &settings), 0);
    fingerprint(&first, &records[0], earlier);
    fingerprint(&second, &records[1], later);
    ck_assert_int_eq(cd_ledger_settle_alone(judge, &first, &err), 0);
    ck_assert_int_eq(
        cd_explain(judge, first.fingerprint, second.fingerprint, &explanation), 0);
    ck_assert_int_eq(cd_ledger_settle_alone(judge, &second, &err), 0);
    ck_assert_int_eq(second.verdict.kind != CD_UNIQUE,
                     explanation.rule <= CD_DEDUP_LAST_VERDICT);
    return second.verdict.kind;
}

START_TEST(same_text_of_two_outlets_is_exact_by_all_its_words) {
    ck_assert_int_eq(explain((struct told){.source = "a", .text = STORY},
                             (struct told){.source = "b", .text = STORY}),
                     CD_EXACT);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_SAME_TEXT);
    ck_assert_int_eq(explanation.steps[CD_STEP_ID], CD_DEDUP_NO_KEY);
    ck_assert_int_eq(explanation.steps[CD_STEP_SAMPLES], CD_DEDUP_NOT_ASKED);
    ck_assert_int_eq(explanation.text, CD_SAME);
    ck_assert_int_eq(explanation.source, CD_DIFFERENT);
    ck_assert_int_eq(explanation.title, CD_NOT_BOTH);
}
END_TEST

START_TEST(document_keys_tell_versions) {
    struct told first = {.id = "7", .source = "a", .title = "Lock shut", .text = STORY};
    struct told second = first;
    second.text = LEAD MIDDLE "The trust hopes for rain.";
    ck_assert_int_eq(explain(first, first), CD_EXACT);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_SAME_VERSION);
    ck_assert_int_eq(explain(first, second), CD_REVISION);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_NEW_VERSION);
    second.text = OTHER;
    ck_assert_int_eq(explain(first, second), CD_UNIQUE);
    ck_assert_int_eq(explanation.steps[CD_STEP_ID], CD_DEDUP_OTHER_TEXT);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_NO_HEAD);
}
END_TEST

START_TEST(copy_with_another_end_is_carried_by_another_outlet_refiled_by_the_same) {
    struct told first = {.source = "a", .text = STORY};
    struct told cut = {.source = "b", .text = LEAD MIDDLE};
    ck_assert_int_eq(explain(first, cut), CD_NEAR);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_CARRIED);
    ck_assert_uint_gt(explanation.like.grams.theirs, explanation.like.grams.mine);
    ck_assert_uint_ge(explanation.like.containment, 950);
    cut.source = "a";
    ck_assert_int_eq(explain(first, cut), CD_REVISION);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_REFILED);
}
END_TEST

START_TEST(numbers_that_differ_are_told_as_the_reason) {
    struct told monday = {.source = "a",
                          .text =
                              "Rye 214.50 and oats 180.25 at Perrin, wheat 233.10 and "
                              "barley 199.75 at Holt, beans 301.40 at both places."};
    struct told tuesday = {.source = "a",
                           .text =
                               "Rye 219.00 and oats 171.60 at Perrin, wheat 240.35 and "
                               "barley 188.20 at Holt, beans 298.15 at both places."};
    ck_assert_int_eq(explain(monday, tuesday), CD_UNIQUE);
    ck_assert_uint_eq(explanation.numbers.shared, 0);
    ck_assert_uint_eq(explanation.numbers.mine, 5);
    tuesday.text = STORY "There are 31 of them in 4 rows.";
    monday.text = STORY;
    ck_assert_int_eq(explain(monday, tuesday), CD_REVISION);
    tuesday.text =
        LEAD "Nobody was hurt, but 21 boats wait on either side, and the canal "
             "trust says that raising the hull will take 30 days at least. " END;
    ck_assert_int_eq(explain(monday, tuesday), CD_UNIQUE);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_NUMBERS);
}
END_TEST

START_TEST(reasons_for_no_verdict_are_told) {
    struct told first = {.source = "a", .text = STORY};
    struct told second = {.source = "b", .text = OTHER};
    ck_assert_int_eq(explain(first, second), CD_UNIQUE);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_NO_HEAD);
    second.text = OTHER " " OTHER " The barge was loaded with gravel hit its lower gate "
                        "and sank in the chamber.";
    ck_assert_int_eq(explain(first, second), CD_UNIQUE);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_UNLIKE);
    first = (struct told){.title = "One", .text = "No news today at all."};
    second = (struct told){.title = "Two", .text = "No news today at all."};
    ck_assert_int_eq(explain(first, second), CD_UNIQUE);
    ck_assert_int_eq(explanation.steps[CD_STEP_TEXT], CD_DEDUP_TOO_SHORT);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_FEW_GRAMS);
}
END_TEST

START_TEST(what_lies_too_far_back_is_told) {
    struct told first = {.source = "a", .text = STORY};
    struct told second = {.source = "b", .text = LEAD MIDDLE, .hours = 11};
    ck_assert_int_eq(explain(first, second), CD_UNIQUE);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_TOO_LONG_AGO);
}
END_TEST

START_TEST(kill_is_told_as_the_reason) {
    struct told first = {.id = "7", .text = STORY};
    struct told kill = {.id = "7", .text = OTHER, .status = "canceled"};
    ck_assert_int_eq(explain(first, kill), CD_REVISION);
    ck_assert_int_eq(explanation.rule, CD_DEDUP_KILL);
}
END_TEST

START_TEST(every_rule_has_words_of_its_own) {
    for (int i = 0; i <= CD_DEDUP_UNLIKE; i++)
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(cd_dedup_rule_text((enum cd_dedup_rule)i),
                             cd_dedup_rule_text((enum cd_dedup_rule)k));
}
END_TEST

START_TEST(what_is_no_fingerprint_is_refused) {
    ck_assert_int_eq(cd_explain(judge, CD_STR("no"), CD_STR("fingerprint"), &explanation),
                     CD_EMESSAGE);
}
END_TEST

/* ---- passages ---- */

static struct cd_text texts[2];
static struct cd_passages passages;

static void share(const char *a, const char *b) {
    read_text(&texts[0], a);
    read_text(&texts[1], b);
    ck_assert_int_eq(cd_passages_find(&passages, &texts[0], &texts[1], &arena), 0);
}

/* The bytes from the first to the last flagged token. */
static void is_shared(const struct cd_text *text, const struct cd_shared *shared,
                      const char *want) {
    uint32_t first = text->token_count, last = 0;
    for (uint32_t i = 0; i < text->token_count; i++)
        if (shared->flags[i] & CD_SHARED_PASSAGE) {
            first = i < first ? i : first;
            last = i;
        }
    struct cd_str got = first < text->token_count
                            ? cd_span_str(text, (struct cd_span){first, last + 1})
                            : (struct cd_str){"", 0};
    ck_assert_msg(cd_str_eq(got, cd_str_of(want)), "\"%.*s\"", (int)got.len, got.p);
}

START_TEST(passage_is_found_wherever_it_stands) {
    share("At noon the ferry, full of sheep, ran aground.",
          "Sheep! The ferry full of sheep came late.");
    is_shared(&texts[0], &passages.a, "the ferry, full of sheep");
    is_shared(&texts[1], &passages.b, "The ferry full of sheep");
    ck_assert_uint_eq(passages.a.words, 9);
    ck_assert_uint_eq(passages.a.shared_words, 5);
    ck_assert_uint_eq(passages.grams.shared, 2);
    ck_assert_uint_eq(passages.grams.mine, 6);
    ck_assert_uint_eq(passages.grams.theirs, 5);
}
END_TEST

START_TEST(three_words_in_common_are_no_passage) {
    share("full of sheep and goats", "a boat full of sheep");
    is_shared(&texts[0], &passages.a, "");
    ck_assert_uint_eq(passages.b.shared_words, 0);
}
END_TEST

START_TEST(shared_numbers_are_marked_one_by_one) {
    share("It took 9 days, not 14.", "In 14 years it will be 8.");
    ck_assert_uint_eq(passages.a.flags[2], 0);
    ck_assert_uint_eq(passages.a.flags[6], CD_SHARED_NUMBER);
    ck_assert_uint_eq(passages.b.flags[1], CD_SHARED_NUMBER);
}
END_TEST

START_TEST(short_and_empty_texts_are_compared_whole) {
    share("No news", "No news");
    is_shared(&texts[0], &passages.a, "No news");
    share("No news", "");
    is_shared(&texts[0], &passages.a, "");
    share("", "");
    ck_assert_uint_eq(passages.grams.mine, 0);
    share("No news", "No news of the boat");
    is_shared(&texts[0], &passages.a, "");
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("explain");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, same_text_of_two_outlets_is_exact_by_all_its_words);
    tcase_add_test(cases, document_keys_tell_versions);
    tcase_add_test(
        cases, copy_with_another_end_is_carried_by_another_outlet_refiled_by_the_same);
    tcase_add_test(cases, numbers_that_differ_are_told_as_the_reason);
    tcase_add_test(cases, reasons_for_no_verdict_are_told);
    tcase_add_test(cases, what_lies_too_far_back_is_told);
    tcase_add_test(cases, kill_is_told_as_the_reason);
    tcase_add_test(cases, every_rule_has_words_of_its_own);
    tcase_add_test(cases, what_is_no_fingerprint_is_refused);
    tcase_add_test(cases, passage_is_found_wherever_it_stands);
    tcase_add_test(cases, three_words_in_common_are_no_passage);
    tcase_add_test(cases, shared_numbers_are_marked_one_by_one);
    tcase_add_test(cases, short_and_empty_texts_are_compared_whole);
    Suite *suite = suite_create("explain");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
