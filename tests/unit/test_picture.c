/* The picture of an article by a stamp that may be anyone's: nothing in it drives the
 * terminal, lies outside of the text or takes more than its share. */
#include <check.h>
#include <stdlib.h>

#include "consumer/picture.h"
#include "suite.h"

#define BODY "“Go home,” Ann Doyle said. “Stay,” said Bé Roe."

static struct cd_arena arena;
static struct cd_record record;
static struct cd_article article;
static struct cd_paint paint;
static char *printed;
static size_t len;

static void set_up(void) {
    cd_arena_init(&arena, 0);
    record = (struct cd_record){.topic = CD_STR("in.jsonl"), .offset = 2};
    article = (struct cd_article){.arena = &arena, .record = &record};
    ck_assert_int_eq(
        cd_text_read(&article.title, &arena, CD_STR("Two\033[5m"), NULL, NULL), 0);
    ck_assert_int_eq(cd_text_read(&article.body, &arena, CD_STR(BODY), NULL, NULL), 0);
    paint = (struct cd_paint){.width = 100};
    paint.out = open_memstream(&printed, &len);
    ck_assert_ptr_nonnull(paint.out);
}

static void tear_down(void) {
    fclose(paint.out);
    free(printed);
    cd_arena_done(&arena);
}

static int show(const char *stamp) {
    struct cd_error err = {0};
    int rc = cd_picture_print(&(struct cd_view){.paint = paint}, &article,
                              cd_str_of(stamp), NULL, &err);
    fflush(paint.out);
    return rc;
}

static void has(const char *text) {
    ck_assert_msg(strstr(printed, text) != NULL, "\"%s\" is not in: %s", text, printed);
}

START_TEST(spans_count_code_points) {
    ck_assert_int_eq(
        show("{\"copydesk\": {\"quotes\": ["
             "{\"start\": 27, \"end\": 34, \"speaker\": \"Bé Roe\", \"cue\": \"said\","
             " \"mention\": {\"start\": 40, \"end\": 46}},"
             "{\"start\": 0, \"end\": 10, \"speaker\": \"Ann Doyle\", \"cue\": \"said\","
             " \"mention\": {\"start\": 11, \"end\": 20}}]}}"),
        CD_OK);
    has("  [1: “Go home,”] [1 by: Ann Doyle] [1 cue: said]. "
        "[2: “Stay,”] [2 cue: said] [2 by: Bé Roe].\n");
    has("[1]          Ann Doyle: 1 quote\n[2]          Bé Roe: 1 quote\n");
}
END_TEST

START_TEST(stamp_of_anything_is_shown_without_harm) {
    static const char *const stamps[] = {
        "{\"copydesk\": {}}",
        "{\"copydesk\": {\"dedup\": 1, \"archival\": [], \"removed\": {}, \"quotes\": "
        "\"\"}}",
        "{\"copydesk\": {\"dedup\": {\"verdict\": \"\\u001b[1m\", \"of\": \"\\u202e\","
        " \"similarity\": 1e308}}}",
        "{\"copydesk\": {\"archival\": {\"status\": \"\\u001b\", \"reason\": 7, "
        "\"notice\":"
        " {\"field\": \"title\", \"start\": -1, \"end\": 1e300}, \"notices\": [null, "
        "{\"id\":"
        " \"\\u001b\\u0000\", \"start\": 0, \"end\": 3}], \"date_issues\": [1, {}],"
        " \"corrections\": [{\"start\": 3, \"end\": 2}, {\"start\": 0.5, \"end\": 3.5}],"
        " \"archive\": {\"source\": \"\\u009b\"}, \"age_days\": \"x\"}}}",
        "{\"copydesk\": {\"removed\": [{\"start\": 0, \"end\": 46}, {\"start\": 0,"
        " \"end\": 47}, {\"start\": 1, \"end\": 99999999999}, {\"kind\": \"\\u0007\","
        " \"start\": 4, \"end\": 5}]}}",
        "{\"copydesk\": {\"quotes\": [1, {\"start\": 2, \"end\": 9, \"speaker\": "
        "\"\\u001b\","
        " \"mention\": {\"start\": 4, \"end\": 5}, \"cue\": \"o\", \"first_seen\": "
        "{\"id\":"
        " \"\\u001b\"}}, {\"start\": 0, \"end\": 5, \"mention\": [], \"cue\": \"\"}]}}",
        "{\"copydesk\": {\"plain\": \"a\\u001bb\", \"quotes\": [{\"start\": 0, \"end\": "
        "3}]}}",
    };
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        ck_assert_int_eq(show(stamps[i]), CD_OK);
    ck_assert_ptr_null(strchr(printed, '\033'));
    ck_assert_ptr_null(strchr(printed, '\a'));
    ck_assert_ptr_null(strstr(printed, "\u202e"));
    has("[?: a\\u001bb]");
}
END_TEST

START_TEST(what_is_not_stamped_is_refused) {
    ck_assert_int_eq(show("{}"), CD_EMESSAGE);
    ck_assert_int_eq(show("{\"copydesk\": 1}"), CD_EMESSAGE);
    ck_assert_int_eq(show("x"), CD_EMESSAGE);
    ck_assert_uint_eq(len, 0);
}
END_TEST

/* As many speakers as there are quotes, all over the same words. */
START_TEST(many_speakers_share_a_sign) {
    struct cd_buf stamp = cd_buf_in(&arena);
    cd_buf_print(&stamp, "{\"copydesk\": {\"quotes\": [");
    for (int i = 0; i < 5000; i++)
        cd_buf_print(&stamp, "%s{\"start\": 0, \"end\": %d, \"speaker\": \"%d\"}",
                     i ? "," : "", 2 + i % 40, i);
    cd_buf_print(&stamp, "]}}%c", 0);
    ck_assert(!stamp.failed);
    ck_assert_int_eq(show(stamp.p), CD_OK);
    has("[64]");
    has("[+]          further speakers: 4936 quotes\n");
    ck_assert_uint_lt(len, 6000);
}
END_TEST

START_TEST(no_memory_is_an_error) {
    arena.limit = arena.held;
    int rc = CD_OK;
    for (int i = 0; i < 10000 && rc == CD_OK; i++)
        rc = show("{\"copydesk\": {\"removed\": [{\"start\": 0, \"end\": 46}]}}");
    ck_assert_int_eq(rc, CD_ENOMEM);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("picture");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, spans_count_code_points);
    tcase_add_test(cases, stamp_of_anything_is_shown_without_harm);
    tcase_add_test(cases, what_is_not_stamped_is_refused);
    tcase_add_test(cases, many_speakers_share_a_sign);
    tcase_add_test(cases, no_memory_is_an_error);
    Suite *suite = suite_create("picture");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
