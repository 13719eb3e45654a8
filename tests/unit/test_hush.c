/* What a log leaves out of lines that are written over and over. */
#include "consumer/hush.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>

static uint32_t times;

START_TEST(a_line_is_written_once_and_then_counted) {
    struct cd_hush hush = {0};
    ck_assert(cd_hush_allows(&hush, "no broker answered", 1000, &times));
    ck_assert_uint_eq(times, 0);
    for (int i = 1; i <= 5; i++)
        ck_assert(!cd_hush_allows(&hush, "no broker answered", 1000 + i, &times));
    ck_assert(cd_hush_allows(&hush, "no broker answered", 1000 + 60000, &times));
    ck_assert_uint_eq(times, 5);
    ck_assert(cd_hush_allows(&hush, "no broker answered", 1000 + 120000, &times));
    ck_assert_uint_eq(times, 0);
}
END_TEST

START_TEST(numbers_alone_make_no_other_line) {
    struct cd_hush hush = {0};
    ck_assert(cd_hush_allows(&hush, "failed (after 301ms)", 1, &times));
    ck_assert(!cd_hush_allows(&hush, "failed (after 1ms)", 2, &times));
    ck_assert(cd_hush_allows(&hush, "refused (after 1ms)", 3, &times));
}
END_TEST

START_TEST(lines_by_turns_are_left_out_too) {
    struct cd_hush hush = {0};
    ck_assert(cd_hush_allows(&hush, "connection refused", 1, &times));
    ck_assert(cd_hush_allows(&hush, "all brokers are down", 1, &times));
    ck_assert(!cd_hush_allows(&hush, "connection refused", 2, &times));
    ck_assert(!cd_hush_allows(&hush, "all brokers are down", 2, &times));
}
END_TEST

START_TEST(more_lines_than_are_remembered_are_all_written) {
    struct cd_hush hush = {0};
    char line[] = "line a of many";
    for (line[5] = 'a'; line[5] <= 'z'; line[5]++)
        ck_assert(cd_hush_allows(&hush, line, 1, &times));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("hush");
    TCase *tests = tcase_create("hush");
    tcase_add_test(tests, a_line_is_written_once_and_then_counted);
    tcase_add_test(tests, numbers_alone_make_no_other_line);
    tcase_add_test(tests, lines_by_turns_are_left_out_too);
    tcase_add_test(tests, more_lines_than_are_remembered_are_all_written);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
