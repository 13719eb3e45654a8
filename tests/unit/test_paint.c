/* Text for a terminal: columns, lines, colours, and what a hostile article may not do. */
#include <check.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "consumer/paint.h"
#include "suite.h"

static struct cd_paint paint;
static char *text;
static size_t len;

static void set_up(void) {
    paint = (struct cd_paint){.width = 20};
    paint.out = open_memstream(&text, &len);
    ck_assert_ptr_nonnull(paint.out);
}

static void tear_down(void) {
    fclose(paint.out);
    free(text);
}

/* What was printed since the last look. */
static void printed(const char *want) {
    fflush(paint.out);
    ck_assert_str_eq(text, want);
    rewind(paint.out);
}

static void flow(int indent, const char *what) {
    struct cd_flow words = cd_flow_begin(&paint, indent, 0);
    cd_flow_text(&words, cd_str_of(what));
    cd_flow_end(&words);
    fputc('\0', paint.out);
}

static void cut(const char *what, int room, const char *want) {
    int used = cd_paint_cut(&paint, cd_str_of(what), room);
    fputc('\0', paint.out);
    printed(want);
    int columns = 0;
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        uint32_t cp;
        p += cd_utf8_decode(p, end, &cp);
        columns += cd_paint_columns(cp);
    }
    ck_assert_int_eq(used, columns);
}

START_TEST(columns_are_counted_as_terminals_do) {
    ck_assert_int_eq(cd_paint_columns('a'), 1);
    ck_assert_int_eq(cd_paint_columns(0xe9), 1);
    ck_assert_int_eq(cd_paint_columns(0x301), 0);
    ck_assert_int_eq(cd_paint_columns(0x6771), 2);
    ck_assert_int_eq(cd_paint_columns(0x1f600), 2);
    ck_assert_int_eq(cd_paint_columns(0x1b), 6);
    ck_assert_int_eq(cd_paint_columns(0xe0041), 10);
    ck_assert_int_eq(cd_paint_columns(0xad), 0);
}
END_TEST

START_TEST(line_that_is_too_long_is_cut) {
    cut("Tram depot\n  fire", 20, "Tram depot fire");
    cut("Tram depot fire", 15, "Tram depot fire");
    cut("Tram depot fire", 14, "Tram depot fi…");
    cut("\u6771\u4eac\u6771\u4eac", 6, "\u6771\u4eac…");
    cut("", 5, "");
}
END_TEST

START_TEST(what_drives_a_terminal_is_escaped) {
    cut("a\033[2Jb\ac\x7f", 40, "a\\u001b[2Jb\\u0007c\\u007f");
    cut("a\xc2\x9b"
        "31mb",
        40, "a\\u009b31mb");
    cut("\u202egnp.exe\u202c \u2066x\u2069", 60, "\\u202egnp.exe\\u202c \\u2066x\\u2069");
    cut("a\u200eb\u061cc\ufeff", 60, "a\\u200eb\\u061cc\\ufeff");
    cut("a\u2028b", 40, "a\\u2028b");
    cut("\U000e0041", 40, "\\U000e0041");
    cut("a\xff", 40, "a\ufffd");
    cut("Schiff\u00adfahrt", 40, "Schifffahrt");
    cut("\r\nx\rSET", 40, "x SET");
    flow(0, "a\033]0;x\ab");
    printed("a\\u001b]0;x\\u0007b\n");
    cd_paint_line(&paint, CD_STR("a\n\033[2Jb"));
    fputc('\0', paint.out);
    printed("a \\u001b[2Jb");
}
END_TEST

START_TEST(running_text_is_broken_between_words) {
    flow(0, "The ferry to the island was late.");
    printed("The ferry to the\nisland was late.\n");
    flow(4, "The ferry to the island");
    printed("The ferry to the\n    island\n");
    flow(0, "  One.\nTwo.\n \n\n\nThree.  \n");
    printed("One.\nTwo.\n\nThree.\n");
    flow(0, "");
    printed("\n");
}
END_TEST

START_TEST(long_words_and_scripts_without_spaces_are_broken_at_the_edge) {
    flow(0, "so abcdefghijklmnopqrstuvwxyz it is");
    printed("so\nabcdefghijklmnopqrst\nuvwxyz it is\n");
    flow(0, "\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac");
    printed(
        "\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac\n\u6771\u4eac\n");
}
END_TEST

START_TEST(letter_with_a_thousand_accents_takes_one_column_and_no_more_memory) {
    struct cd_flow words = cd_flow_begin(&paint, 0, 0);
    cd_flow_text(&words, CD_STR("a"));
    for (int i = 0; i < 5000; i++)
        cd_flow_text(&words, CD_STR("\u0301"));
    cd_flow_text(&words, CD_STR(" b"));
    cd_flow_end(&words);
    fflush(paint.out);
    ck_assert_uint_eq(len, 1 + 5000 * 2 + 3);
    ck_assert_int_eq(words.used, 3);
}
END_TEST

START_TEST(colour_ends_with_its_line_and_goes_on_in_the_next) {
    struct cd_flow words;
    paint.colour = true;
    words = cd_flow_begin(&paint, 2, 0);
    cd_flow_text(&words, CD_STR("It was "));
    cd_flow_style(&words, CD_RED);
    cd_flow_text(&words, CD_STR("late indeed"));
    cd_flow_style(&words, NULL);
    cd_flow_text(&words, CD_STR(", he"));
    cd_flow_end(&words);
    fputc('\0', paint.out);
    printed("It was \033[0;31mlate\033[0m\n  \033[31mindeed\033[0m, he\n");
}
END_TEST

START_TEST(without_colours_there_is_no_escape) {
    struct cd_flow words = cd_flow_begin(&paint, 0, 0);
    cd_paint_on(&paint, CD_RED);
    cd_flow_style(&words, CD_RED);
    cd_flow_text(&words, CD_STR("late"));
    cd_flow_end(&words);
    cd_paint_off(&paint);
    fputc('\0', paint.out);
    printed("late\n");
}
END_TEST

START_TEST(no_line_is_wider_than_the_terminal) {
    static const char *const pieces[] = {"a",          "ab ",    "\u6771", "abcdefghi",
                                         "\033",       "\u202e", "\u0301", " \n",
                                         "\U0001f600", "-"};
    unsigned seed = 7;
    for (int round = 0; round < 50; round++) {
        struct cd_flow words = cd_flow_begin(&paint, round % 7, 0);
        rewind(paint.out);
        fprintf(paint.out, "%*s", words.indent, "");
        for (int i = 0; i < 200; i++) {
            seed = seed * 1103515245 + 12345;
            cd_flow_text(&words, cd_str_of(pieces[(seed >> 16) % 10]));
        }
        cd_flow_end(&words);
        fputc('\0', paint.out);
        fflush(paint.out);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
            int columns = 0;
            for (const char *p = line, *end = line + strlen(line); p < end;) {
                uint32_t cp;
                p += cd_utf8_decode(p, end, &cp);
                columns += cd_paint_columns(cp);
            }
            ck_assert_msg(columns <= 20, "round %d: %d: %s", round, columns, line);
        }
    }
}
END_TEST

START_TEST(width_and_colours_go_by_the_environment) {
    setenv("COLUMNS", "132", 1);
    ck_assert_int_eq(cd_paint_stdout().width, 132);
    setenv("COLUMNS", "3", 1);
    ck_assert_int_eq(cd_paint_stdout().width, 20);
    setenv("NO_COLOR", "1", 1);
    ck_assert(!cd_paint_stdout().colour);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("paint");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, columns_are_counted_as_terminals_do);
    tcase_add_test(cases, line_that_is_too_long_is_cut);
    tcase_add_test(cases, what_drives_a_terminal_is_escaped);
    tcase_add_test(cases, running_text_is_broken_between_words);
    tcase_add_test(cases, long_words_and_scripts_without_spaces_are_broken_at_the_edge);
    tcase_add_test(cases,
                   letter_with_a_thousand_accents_takes_one_column_and_no_more_memory);
    tcase_add_test(cases, colour_ends_with_its_line_and_goes_on_in_the_next);
    tcase_add_test(cases, without_colours_there_is_no_escape);
    tcase_add_test(cases, no_line_is_wider_than_the_terminal);
    tcase_add_test(cases, width_and_colours_go_by_the_environment);
    Suite *suite = suite_create("paint");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
