/* The language of patterns, and the trie that holds many of them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "processors/text/pattern.h"
#include "processors/text/words.h"
#include "suite.h"

static struct cd_patterns *patterns;
static struct cd_arena arena;

static void set_up(void) {
    patterns = cd_patterns_new();
    ck_assert_ptr_nonnull(patterns);
    cd_arena_init(&arena, 0);
}

static void tear_down(void) {
    cd_patterns_free(patterns);
    cd_arena_done(&arena);
}

static void add(const char *pattern, uint32_t value) {
    struct cd_error err = {0};
    int rc = cd_patterns_add(patterns, "en", pattern, value, &err);
    ck_assert_msg(rc == CD_OK, "%s: %s", pattern, err.text);
}

static void define(const char *name, const char *choice) {
    struct cd_error err = {0};
    int rc = cd_patterns_define(patterns, "en", name, choice, &err);
    ck_assert_msg(rc == CD_OK, "%s: %s", choice, err.text);
}

static void finish(void) { ck_assert_int_eq(cd_patterns_finish(patterns, NULL), CD_OK); }

static bool is_month(const void *data, uint64_t hash) {
    return hash == *(const uint64_t *)data;
}

/* How many tokens of the text the value takes from its first word on; 0: none. */
static uint32_t taken(const char *text, uint32_t value) {
    struct cd_text read;
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    ck_assert_int_eq(cd_text_read(&read, &arena, cd_str_of(text), NULL, NULL), CD_OK);
    size_t n = cd_patterns_match(patterns, &read, 0, matches);
    for (size_t i = 0; i < n; i++)
        if (matches[i].value == value)
            return matches[i].end;
    return 0;
}

START_TEST(words_are_folded_and_marks_between_them_stepped_over) {
    add("this page has been archived", 1);
    add("editor's note", 2);
    finish();
    ck_assert_uint_eq(taken("This page has been archived.", 1), 5);
    ck_assert_uint_eq(taken("THIS page, has (been) archived", 1), 8);
    ck_assert_uint_eq(taken("This page has been moved", 1), 0);
    ck_assert_uint_eq(taken("Editor’s note", 2), 2);
}
END_TEST

START_TEST(choices_options_and_sets_may_nest) {
    define("item", "article|story|web page");
    define("thing", "<item>|document");
    add("this <thing> (is|has [since] been) [no longer] (kept|kept up (here|there))", 1);
    finish();
    ck_assert_uint_eq(taken("this story is kept", 1), 4);
    ck_assert_uint_eq(taken("this web page has been no longer kept", 1), 8);
    ck_assert_uint_eq(taken("this document has since been kept up there", 1), 8);
    ck_assert_uint_eq(taken("this web has since been kept", 1), 0);
    ck_assert_uint_eq(taken("this story been kept", 1), 0);
}
END_TEST

START_TEST(a_slip_of_the_pen_hides_no_word) {
    static const char *const slips[] = {"corrects year", "Corrrects year",
                                        "corects year",  "CORRCETS year",
                                        "orrects year",  "correctss year"};
    add("~corrects year", 1);
    finish();
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        ck_assert_msg(taken(slips[i], 1) == 2, "%s", slips[i]);
    ck_assert_uint_eq(taken("correct year", 1), 0); /* another word */
    ck_assert_uint_eq(taken("corects yaer", 1), 0);
    ck_assert_uint_eq(taken("crorecst year", 1), 0);
}
END_TEST

START_TEST(patterns_that_share_a_beginning_stay_apart) {
    define("item", "article|story");
    add("this <item> is old", 1);
    add("this article is new", 2);
    add("this (article|web page) is new", 3);
    add("this (story is|web) old", 4);
    finish();
    ck_assert_uint_eq(taken("this story is new", 2), 0);
    ck_assert_uint_eq(taken("this article is new", 2), 4);
    ck_assert_uint_eq(taken("this article is new", 3), 4);
    ck_assert_uint_eq(taken("this web page is new", 2), 0);
    ck_assert_uint_eq(taken("this story is new", 3), 0);
    ck_assert_uint_eq(taken("this story is old", 1), 4);
    ck_assert_uint_eq(taken("this story is old", 4), 4);
    ck_assert_uint_eq(taken("this web old", 4), 3);
    ck_assert_uint_eq(taken("this web page old", 4), 0);
}
END_TEST

START_TEST(gaps_are_bounded_and_stay_in_their_sentence) {
    add("please ** upgrade", 1);
    add("one * three", 2);
    finish();
    ck_assert_uint_eq(taken("please upgrade", 1), 2);
    ck_assert_uint_eq(taken("please a b c d e f g h upgrade", 1), 10);
    ck_assert_uint_eq(taken("please a b c d e f g h i upgrade", 1), 0);
    ck_assert_uint_eq(taken("please stop. Then upgrade", 1), 0);
    ck_assert_uint_eq(taken("one two three", 2), 3);
    ck_assert_uint_eq(taken("one three", 2), 0);
}
END_TEST

START_TEST(labels_end_with_a_sign_or_the_line) {
    add("correction :", 1);
    finish();
    ck_assert_uint_eq(taken("Correction: The bridge", 1), 2);
    ck_assert_uint_eq(taken("Correction — The bridge", 1), 2);
    ck_assert_uint_eq(taken("CORRECTION\nThe bridge", 1), 1);
    ck_assert_uint_eq(taken("Correction", 1), 1);
    ck_assert_uint_eq(taken("訂正", 1), 0);
    ck_assert_uint_eq(taken("Correction facilities", 1), 0);
    ck_assert_uint_eq(taken("Correction. The bridge", 1), 0);
    ck_assert_uint_eq(taken("Correction-related costs", 1), 0);
}
END_TEST

START_TEST(a_stop_is_the_end_of_the_sentence) {
    add("this is old .", 1);
    finish();
    ck_assert_uint_eq(taken("This is old.", 1), 3);
    ck_assert_uint_eq(taken("This is old. More follows.", 1), 3);
    ck_assert_uint_eq(taken("(This is old!)", 1), 0); /* begins with a mark */
    ck_assert_uint_eq(taken("This is old hat.", 1), 0);
}
END_TEST

START_TEST(dates_take_numbers_and_the_words_that_are_named) {
    uint64_t month = cd_word_hash(CD_STR("nov"));
    cd_patterns_date_words(patterns, is_month, &month);
    add("correction <date> :", 1);
    finish();
    ck_assert_uint_eq(taken("Correction, Nov. 15, 2019: This", 1), 8);
    ck_assert_uint_eq(taken("Correction 10.04: This", 1), 3);
    ck_assert_uint_eq(taken("Correction Nov: This", 1), 0);
    ck_assert_uint_eq(taken("Correction: This", 1), 0);
    ck_assert_uint_eq(taken("Correction of 15: This", 1), 0);
}
END_TEST

START_TEST(scripts_without_spaces_are_matched_sign_by_sign) {
    add("この記事は公開から # 年", 1);
    finish();
    ck_assert_uint_eq(taken("この記事は公開から5年以上", 1), 11);
    ck_assert_uint_eq(taken("この記事は公開", 1), 0);
}
END_TEST

START_TEST(one_text_may_match_many_values) {
    for (uint32_t i = 0; i < 20; i++)
        add("the same words", i);
    add("the same", 20);
    finish();
    for (uint32_t i = 0; i < 20; i++)
        ck_assert_uint_eq(taken("the same words", i), 3);
    ck_assert_uint_eq(taken("the same words", 20), 2);
}
END_TEST

START_TEST(a_bad_pattern_is_refused_with_its_column) {
    static const struct {
        const char *pattern, *column;
    } bad[] = {
        {"this (article", "column 6"},
        {"this [article", "column 6"},
        {"this article)", "column 13"},
        {"this <item>", "column 6"},
        {"this <item", "column 6"},
        {"", "column 1"},
        {"[this]", "column 1"},
        {"** this", "column 1"},
        {"(the|* of) story", "column 1: a pattern begins with a word or number"},
        {"a|b", "column 2"},
        {"what? this", "column 5"},
        {"over 30 years", "column 6: a number never matches"},
        {"(2nd|third) lead", "column 2: a number never matches"},
        {"~adds", "column 1: '~' stands before a word"},
        {"the ~ word", "column 5"},
        {"((((((((((((((a))))))))))))))", "column 13"},
        {"([this] article|story) is", "column 1"}, /* would never match */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cd_error err = {0};
        ck_assert_int_eq(cd_patterns_add(patterns, "en", bad[i].pattern, 1, &err),
                         CD_EUSAGE);
        ck_assert_msg(strstr(err.text, bad[i].column), "\"%s\": %s", bad[i].pattern,
                      err.text);
    }
    define("item", "article");
    ck_assert_int_eq(cd_patterns_define(patterns, "en", "item", "story", NULL),
                     CD_EUSAGE);
    finish();
    ck_assert_uint_eq(taken("this article", 1), 0);
}
END_TEST

START_TEST(a_set_is_of_its_language_or_of_all) {
    define("item", "article");
    ck_assert_int_eq(cd_patterns_define(patterns, "", "common", "url", NULL), CD_OK);
    ck_assert_int_eq(cd_patterns_add(patterns, "fr", "cet <item>", 1, NULL), CD_EUSAGE);
    ck_assert_int_eq(cd_patterns_add(patterns, "fr", "cet <common>", 1, NULL), CD_OK);
}
END_TEST

/* Ten optional parts in a row, each of many ways: written out they would be millions. */
START_TEST(many_choices_in_a_row_stay_small) {
    char pattern[1024];
    int n = snprintf(pattern, sizeof pattern, "start");
    for (int i = 0; i < 10; i++)
        n += snprintf(pattern + n, sizeof pattern - (size_t)n,
                      " [a%d|b%d|c%d d%d|e%d f%d|g%d]", i, i, i, i, i, i, i);
    snprintf(pattern + n, sizeof pattern - (size_t)n, " end");
    add(pattern, 1);
    finish();
    ck_assert_uint_lt(cd_patterns_size(patterns).nodes, 200);
    ck_assert_uint_eq(taken("start end", 1), 2);
    ck_assert_uint_eq(taken("start a0 c1 d1 g5 e9 f9 end", 1), 8);
    ck_assert_uint_eq(taken("start a1 a0 end", 1), 0);
}
END_TEST

/* Hostile: a pattern full of gaps over a text that keeps all of them open. */
START_TEST(a_walk_ends_whatever_the_text_is) {
    static char text[200000];
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "a ", 2);
    add("a ** a ** a ** a ** a ** a ** b", 1);
    add("a * a ** a * a ** a", 2);
    finish();
    struct cd_text read;
    struct cd_pattern_match matches[CD_PATTERN_MATCHES];
    ck_assert_int_eq(cd_text_read(&read, &arena, cd_str_of(text), NULL, NULL), CD_OK);
    for (uint32_t i = 0; i < 1000; i++)
        for (size_t k = cd_patterns_match(patterns, &read, i, matches); k-- > 0;)
            ck_assert_uint_le(matches[k].end, i + CD_PATTERN_DEPTH);
}
END_TEST

/* More places than there is room for: counted, not silent. */
START_TEST(a_walk_without_room_is_counted) {
    char pattern[64];
    for (uint32_t i = 0; i <= CD_PATTERN_WIDTH; i++) {
        snprintf(pattern, sizeof pattern, "this (x|w%u) and then", i);
        add(pattern, i);
    }
    finish();
    ck_assert_uint_eq(taken("this w1 and then", 1), 4);
    ck_assert_uint_eq(cd_patterns_full(patterns), 0);
    taken("this x and so", 1);
    ck_assert_uint_eq(cd_patterns_full(patterns), 1);
}
END_TEST

START_TEST(matches_without_room_are_counted) {
    for (uint32_t i = 0; i <= CD_PATTERN_MATCHES; i++)
        add("this article", i);
    finish();
    ck_assert_uint_eq(taken("this article", CD_PATTERN_MATCHES), 2);
    ck_assert_uint_eq(cd_patterns_full(patterns), 1);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("pattern");
    TCase *tests = tcase_create("pattern");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, words_are_folded_and_marks_between_them_stepped_over);
    tcase_add_test(tests, choices_options_and_sets_may_nest);
    tcase_add_test(tests, a_slip_of_the_pen_hides_no_word);
    tcase_add_test(tests, patterns_that_share_a_beginning_stay_apart);
    tcase_add_test(tests, gaps_are_bounded_and_stay_in_their_sentence);
    tcase_add_test(tests, labels_end_with_a_sign_or_the_line);
    tcase_add_test(tests, a_stop_is_the_end_of_the_sentence);
    tcase_add_test(tests, dates_take_numbers_and_the_words_that_are_named);
    tcase_add_test(tests, scripts_without_spaces_are_matched_sign_by_sign);
    tcase_add_test(tests, one_text_may_match_many_values);
    tcase_add_test(tests, a_bad_pattern_is_refused_with_its_column);
    tcase_add_test(tests, a_set_is_of_its_language_or_of_all);
    tcase_add_test(tests, many_choices_in_a_row_stay_small);
    tcase_add_test(tests, a_walk_without_room_is_counted);
    tcase_add_test(tests, matches_without_room_are_counted);
    tcase_add_test(tests, a_walk_ends_whatever_the_text_is);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
