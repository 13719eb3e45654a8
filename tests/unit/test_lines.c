/* Lines of a file however they are cut into reads. */
#include "consumer/lines.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "processors/message.h"
#include "suite.h"

static struct {
    int fds[2];
    struct cd_lines lines;
    pthread_t writer;
    const char *bytes;
    size_t len, step;
} t;

/* Writes in pieces of `step` bytes, so that reads end anywhere. */
static void *write_all(void *unused) {
    (void)unused;
    for (size_t at = 0; at < t.len;) {
        size_t n = t.len - at < t.step ? t.len - at : t.step;
        ssize_t written = write(t.fds[1], t.bytes + at, n);
        ck_assert_int_gt(written, 0);
        at += (size_t)written;
    }
    ck_assert_int_eq(close(t.fds[1]), 0);
    return NULL;
}

static void start(const char *bytes, size_t len, size_t step, size_t most) {
    ck_assert_int_eq(pipe(t.fds), 0);
    t.bytes = bytes;
    t.len = len;
    t.step = step;
    cd_lines_init(&t.lines, t.fds[0], most);
    ck_assert_int_eq(pthread_create(&t.writer, NULL, write_all, NULL), 0);
}

static void finish(void) {
    struct cd_str record;
    ck_assert_int_eq(cd_lines_next(&t.lines, &record, NULL), 0);
    ck_assert_int_eq(cd_lines_next(&t.lines, &record, NULL), 0);
    ck_assert_int_eq(pthread_join(t.writer, NULL), 0);
    ck_assert_int_eq(close(t.fds[0]), 0);
    cd_lines_done(&t.lines);
}

static void next_is(const char *want, size_t len) {
    struct cd_str record;
    ck_assert_int_eq(cd_lines_next(&t.lines, &record, NULL), 1);
    ck_assert_uint_eq(record.len, len);
    ck_assert_mem_eq(record.p, want, len);
    char sum = 0; /* a sanitizer sees whether the padding may be read */
    for (size_t i = 0; i < CD_RECORD_PADDING; i++)
        sum = (char)(sum ^ record.p[len + i]);
    (void)sum;
}

START_TEST(lines_are_given_as_they_are) {
    static const char text[] = "one\n\ntwo\r\nwith\0nul\nlast";
    for (size_t step = 1; step < sizeof text; step++) {
        start(text, sizeof text - 1, step, 100);
        next_is("one", 3);
        next_is("", 0);
        next_is("two\r", 4);
        ck_assert_int_eq(t.lines.line, 2);
        next_is("with\0nul", 8);
        next_is("last", 4);
        finish();
    }
}
END_TEST

START_TEST(newline_at_the_end_begins_no_line) {
    start("a\n", 2, 2, 100);
    next_is("a", 1);
    finish();
    start("", 0, 1, 100);
    finish();
}
END_TEST

START_TEST(line_longer_than_the_buffer_is_given_whole) {
    size_t len = ((size_t)5 << 20) + 3;
    char *text = malloc(len + 3);
    memset(text, 'x', len);
    memcpy(text + len, "\ny\n", 3);
    start(text, len + 3, 100000, len);
    next_is(text, len);
    next_is("y", 1);
    finish();
    free(text);
}
END_TEST

START_TEST(line_longer_than_allowed_is_cut_and_the_next_one_is_whole) {
    for (size_t len = 1; len < 5000000; len = len * 7 + 1) {
        char *text = malloc(len + 5);
        memset(text, 'x', len);
        memcpy(text + len, "\nabc\n", 5);
        start(text, len + 5, 65536, 10);
        next_is(text, len > 10 ? 11 : len);
        next_is("abc", 3);
        ck_assert_int_eq(t.lines.line, 1);
        finish();
        start(text, len, 65536, 10);
        next_is(text, len > 10 ? 11 : len);
        finish();
        free(text);
    }
}
END_TEST

START_TEST(whole_file_is_one_record) {
    start("a\n\nb\n", 5, 1, 100);
    t.lines.whole = true;
    next_is("a\n\nb\n", 5);
    finish();
    start("", 0, 1, 100);
    t.lines.whole = true;
    next_is("", 0);
    finish();
    start("a\nbcdef", 7, 1, 3);
    t.lines.whole = true;
    next_is("a\nbc", 4);
    finish();
}
END_TEST

START_TEST(file_that_cannot_be_read_is_an_error) {
    struct cd_lines lines;
    struct cd_str record;
    struct cd_error err = {0};
    cd_lines_init(&lines, -1, 10);
    ck_assert_int_eq(cd_lines_next(&lines, &record, &err), CD_EWORLD);
    ck_assert_str_eq(err.text, "Bad file descriptor");
    cd_lines_done(&lines);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lines");
    TCase *tests = tcase_create("lines");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, lines_are_given_as_they_are);
    tcase_add_test(tests, newline_at_the_end_begins_no_line);
    tcase_add_test(tests, line_longer_than_the_buffer_is_given_whole);
    tcase_add_test(tests, line_longer_than_allowed_is_cut_and_the_next_one_is_whole);
    tcase_add_test(tests, whole_file_is_one_record);
    tcase_add_test(tests, file_that_cannot_be_read_is_an_error);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
