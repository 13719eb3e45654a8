/* Spans that stand out in a text, and where a quote's cue is. */
#include <check.h>
#include <stdlib.h>

#include "consumer/cue.h"
#include "consumer/marks.h"
#include "suite.h"

static struct cd_arena arena;
static struct cd_paint paint;
static struct cd_marks marks;
static char *printed;
static size_t len;

static void set_up(void) {
    cd_arena_init(&arena, 0);
    paint = (struct cd_paint){.width = 80};
    paint.out = open_memstream(&printed, &len);
    ck_assert_ptr_nonnull(paint.out);
    marks = (struct cd_marks){.arena = &arena};
}

static void tear_down(void) {
    fclose(paint.out);
    free(printed);
    cd_arena_done(&arena);
}

static void add(size_t start, size_t end, const char *colour) {
    cd_marks_add(&marks, (struct cd_mark){start, end, colour, "[", "]"});
}

static void shows(const char *text, const char *want) {
    struct cd_flow flow = cd_flow_begin(&paint, 0, 0);
    cd_marks_print(&marks, &flow, cd_str_of(text));
    cd_flow_end(&flow);
    fflush(paint.out);
    ck_assert(!marks.failed);
    ck_assert_str_eq(printed, want);
}

START_TEST(spans_are_marked_whatever_order_they_come_in) {
    add(12, 15, "2");
    add(0, 3, "1");
    add(4, 8, "1");
    shows("one two  on six", "[one] [two ] on [six]\n");
}
END_TEST

START_TEST(spans_lie_in_one_another) {
    add(4, 7, "2");
    add(0, 13, "1");
    add(8, 13, "3");
    shows("one two three four", "[one [two] [three]] four\n");
}
END_TEST

START_TEST(crossing_empty_and_repeated_spans_are_left_out) {
    add(0, 7, "1");
    add(4, 13, "2");
    add(0, 7, "3");
    add(9, 9, "4");
    add(14, 10, "5");
    shows("one two three four", "[one two] three four\n");
}
END_TEST

START_TEST(span_beyond_the_text_ends_with_it) {
    add(4, 100, "1");
    add(50, 60, "2");
    shows("one two", "one [two]\n");
}
END_TEST

START_TEST(deep_spans_are_bounded) {
    char text[201];
    memset(text, 'x', 200);
    text[200] = '\0';
    for (size_t i = 0; i < 100; i++)
        add(i, 200 - i, "1");
    struct cd_flow flow = cd_flow_begin(&paint, 0, 0);
    cd_marks_print(&marks, &flow, cd_str_of(text));
    fflush(paint.out);
    ck_assert(!marks.failed);
    ck_assert_uint_lt(len, 250);
}
END_TEST

START_TEST(outer_colour_comes_back_behind_an_inner_one) {
    paint.colour = true;
    add(0, 13, "31");
    add(4, 7, "32");
    shows("one two three", "\033[0;31mone \033[0;32mtwo\033[0;31m three\033[0m\n");
}
END_TEST

/* ---- cues ---- */

static struct cd_stretch place_in(const char *text, const char *part) {
    const char *at = strstr(text, part);
    ck_assert_ptr_nonnull(at);
    size_t start = (size_t)(at - text);
    return (struct cd_stretch){start, start + strlen(part)};
}

/* The text with the cue in capitals, as far as it was found. */
static const char *cue(const char *text, const char *quote, const char *mention,
                       const char *word) {
    static char out[256];
    struct cd_stretch found;
    snprintf(out, sizeof out, "%s", text);
    if (cd_cue_find(cd_str_of(text), place_in(text, quote), place_in(text, mention),
                    cd_str_of(word), &found))
        for (size_t i = found.start; i < found.end; i++)
            out[i] = (char)(out[i] - 32);
    return out;
}

START_TEST(cue_is_found_between_quote_and_speaker) {
    ck_assert_str_eq(cue("“Go,” said Ann. He said no.", "“Go,”", "Ann", "said"),
                     "“Go,” SAID Ann. He said no.");
    ck_assert_str_eq(cue("He said: Ann Doyle said: “Go.”", "“Go.”", "Ann Doyle", "said"),
                     "He said: Ann Doyle SAID: “Go.”");
}
END_TEST

START_TEST(cue_is_found_behind_the_speaker) {
    ck_assert_str_eq(
        cue("“Go,” Ann Doyle said. He said no.", "“Go,”", "Ann Doyle", "said"),
        "“Go,” Ann Doyle SAID. He said no.");
    ck_assert_str_eq(cue("So said Ann: “Go.”", "“Go.”", "Ann", "said"),
                     "So SAID Ann: “Go.”");
}
END_TEST

START_TEST(cue_that_is_not_sure_is_not_marked) {
    static const struct {
        const char *text, *quote, *mention, *word;
    } cases[] = {
        {"“Go,” he said and said Ann.", "“Go,”", "Ann", "said"},     /* twice */
        {"“Go,” Ann told us. Ben said no.", "“Go,”", "Ann", "said"}, /* another clause */
        {"“Go,” Ann unsaid.", "“Go,”", "Ann", "said"},               /* part of a word */
        {"“Go, Ann said,” he told us.", "“Go, Ann said,”", "Ann", "said"}, /* inside */
        {"“Go,” Ann said.", "“Go,”", "Ann", ""},
        {"“Go,” Ann", "“Go,”", "Ann", "said"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(
            cue(cases[i].text, cases[i].quote, cases[i].mention, cases[i].word),
            cases[i].text);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("marks");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, spans_are_marked_whatever_order_they_come_in);
    tcase_add_test(cases, spans_lie_in_one_another);
    tcase_add_test(cases, crossing_empty_and_repeated_spans_are_left_out);
    tcase_add_test(cases, span_beyond_the_text_ends_with_it);
    tcase_add_test(cases, deep_spans_are_bounded);
    tcase_add_test(cases, outer_colour_comes_back_behind_an_inner_one);
    tcase_add_test(cases, cue_is_found_between_quote_and_speaker);
    tcase_add_test(cases, cue_is_found_behind_the_speaker);
    tcase_add_test(cases, cue_that_is_not_sure_is_not_marked);
    Suite *suite = suite_create("marks");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
